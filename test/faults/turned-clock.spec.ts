import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { Ledger } from '../support/ledger.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { newCase, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const ledger = new Ledger(house);
const [hour, year] = [3_600_000, 365 * 86_400_000];
const start = new Date('2026-03-02T04:00:00Z');
let worker: Someone;
let officer: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  await world.someone('supervisor', worker);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await house.clock.moveTo(start);
});

/** The clock of casework is turned, and everything is done that is due by it. */
async function turnTo(milliseconds: number): Promise<void> {
  await house.clock.moveTo(new Date(start.getTime() + milliseconds));
  await house.app.get(Sweep, { strict: false }).run();
  await keepWhatIsDue(house);
}

/** How often each reminder was told whose time has come. */
const toldTimes = async (): Promise<number[]> =>
  (
    await house.rows<{ times: number }>(
      `SELECT count(n.id)::int AS times FROM follow_up_dispatch d LEFT JOIN notification n ON n.cause_id = d.id
       WHERE d.state = 'sent' AND d.kind IN ('soon-due', 'due', 'supervisor') GROUP BY d.id`,
    )
  ).map(({ times }) => times);

describe('The clock of casework, turned', () => {
  it.each([
    ['an hour on', hour],
    ['an hour back', -hour],
  ])('%s ends no consent, no sharing and no session before its time', async (_, by) => {
    const { id, consentId } = await world.aSentReferral(worker, officer);
    await ledger.post(officer, `/referrals/${id}/accept`);
    await turnTo(by);
    expect((await worker.get(`/consents/${consentId}`)).body.status).toBe('active');
    expect((await officer.get(`/referrals/${id}`)).body).toMatchObject({ status: 'accepted', package: expect.anything() });
    expect((await worker.get('/cases')).status).toBe(200);
  });

  it('a year on ends what a year ends, and brings nothing of it back when it is turned back; each is told once', async () => {
    const { id, consentId } = await world.aSentReferral(worker, officer);
    await ledger.post(officer, `/referrals/${id}/accept`);
    await turnTo(year);
    for (const by of [0, year, hour, year]) {
      await turnTo(by);
      expect((await worker.get(`/consents/${consentId}`)).body.status).toBe('expired');
      expect((await officer.get(`/referrals/${id}`)).body).not.toHaveProperty('package');
    }
    const times = await toldTimes();
    expect(times.length).toBeGreaterThan(3);
    expect(new Set(times)).toEqual(new Set([1]));
  });
});

describe('The clock of the machine that the API runs on, wrong', () => {
  it.each([
    ['by an hour', hour],
    ['by a year', year],
  ])('%s, ahead, ends no session, and what happened stands in the order in which the database saw it', async (_, by) => {
    const before = await ledger.post(worker, '/cases', newCase);
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + by);
    const meanwhile = await ledger.post(worker, '/cases', newCase);
    expect(meanwhile.status).toBe(201);
    jest.restoreAllMocks();
    const after = await ledger.post(worker, '/cases', newCase);
    const ids = [before, meanwhile, after].map(({ body }) => body.id as string);
    const told = await house.rows<{ id: string }>(
      `SELECT record_id AS id FROM change_log WHERE record_id = ANY ($1) AND field_group = 'case.F0' ORDER BY change_log.at`,
      [ids],
    );
    expect(told.map(({ id }) => id)).toEqual(ids);
  });

  it('by an hour, behind, lets nothing happen rather than something unseen: all is refused until it is right again', async () => {
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() - hour);
    const refused = [await worker.get('/cases'), await worker.post('/cases', newCase)];
    expect(refused.map(({ status }) => status)).toEqual([401, 401]);
    jest.restoreAllMocks();
    expect((await worker.get('/cases')).status).toBe(200);
  });

  it('loses nothing that was answered yes', async () => {
    await keepWhatIsDue(house);
    expect(ledger.size).toBe(9);
    expect(await ledger.wrongs()).toEqual([]);
  });
});
