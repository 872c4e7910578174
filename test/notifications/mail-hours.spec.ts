import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { at, keepWhatIsDue, promisesOf } from '../support/promises.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let worker: Someone;
beforeEach(async () => {
  worker = await world.someone('social-worker');
});
afterEach(async () => {
  await keepWhatIsDue(house);
  await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
});

interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly notifications: readonly string[];
}
async function mailsTo({ id }: Someone): Promise<Mail[]> {
  const folder = join(house.config.dataDir, 'mail');
  const names = await readdir(folder).catch(() => []);
  const mails = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Mail));
  return mails.filter(({ to }) => to === id);
}
const told = async (who: Someone): Promise<string[]> =>
  ((await who.get('/notifications?limit=100')).body.items as { id: string }[]).map(({ id }) => id).sort();
const lines = (mails: readonly Mail[]): number[] => mails.map(({ text }) => text.split('\n').length).sort();

describe('Mail of what comes up together', () => {
  it('is one, with a line for each: five in the same minute are five lines, and each is told once', async () => {
    for (let n = 0; n < 5; n++) await world.aCase(worker);
    await at(house, '2026-03-07T04:00:00Z');
    const [mail, ...more] = await mailsTo(worker);
    expect([more, mail?.subject, mail?.text.split('\n').length]).toEqual([[], '5 things ask for your attention', 5]);
    expect([...(mail?.notifications ?? [])].sort()).toEqual(await told(worker));
    const ledger = await house.rows(
      `SELECT d.state, count(*)::int AS n FROM follow_up_dispatch d JOIN follow_up f ON f.id = d.follow_up_id
       WHERE f.worker_id = $1 AND d.kind = 'soon-due' AND f.type = 'contact' GROUP BY d.state`,
      [worker.id],
    );
    expect(ledger).toEqual([{ state: 'sent', n: 5 }]);
  });

  it('is sent once though its hour is rung for each line, many times at once, and what comes later is another', async () => {
    for (let n = 0; n < 3; n++) await world.aCase(worker);
    await house.clock.moveTo(new Date('2026-03-07T04:00:00Z'));
    const promises = promisesOf(house);
    for (const id of await promises.claimDue()) await promises.keep(id);
    await house.rows(`INSERT INTO platform.outbox (kind, subject_id, due_at)
      SELECT kind, subject_id, due_at FROM platform.outbox, generate_series(1, 3) WHERE kind = 'gather-mail' AND state = 'open'`);
    const gathering = await promises.claimDue();
    await Promise.all(gathering.map((id) => promises.keep(id)));
    await keepWhatIsDue(house);
    await world.aCase(worker);
    await at(house, '2026-03-10T04:00:00Z');
    // On the tenth four are due; one of them is due soon as well, for it was planned late.
    const mails = await mailsTo(worker);
    expect(mails.flatMap(({ notifications }) => notifications).sort()).toEqual(await told(worker));
    expect(lines(mails)[0]).toBe(3);
  });
});

describe('Mail in quiet hours', () => {
  it('waits for their end; the list has it at once', async () => {
    const partner = await world.someone('partner-worker');
    await house.clock.moveTo(new Date('2026-03-02T16:00:00Z'));
    await world.aSentReferral(worker, partner);
    await keepWhatIsDue(house);
    expect([(await told(partner)).length, await mailsTo(partner)]).toEqual([1, []]);
    await at(house, '2026-03-03T02:59:59Z');
    expect(await mailsTo(partner)).toEqual([]);
    await at(house, '2026-03-03T03:00:00Z');
    expect(lines(await mailsTo(partner))).toEqual([1]);
  });

  it('does not wait when it is an emergency', async () => {
    const partner = await world.someone('partner-worker');
    await house.clock.moveTo(new Date('2026-03-02T20:00:00Z'));
    const { caseId } = await world.aSentReferral(worker, partner);
    const made = await worker.post(`/cases/${caseId}/referrals`, {
      ...{ toUnitId: partner.unitId, serviceType: 'school-place', urgency: 'emergency', duplicateReason: 'more-of-it' },
    });
    expect((await worker.post(`/referrals/${String(made.body.id)}/send`)).status).toBe(200);
    await keepWhatIsDue(house);
    // The other, of the same night, is not.
    expect((await mailsTo(partner)).map(({ text }) => text.includes(String(made.body.id)))).toEqual([true]);
    expect(await told(partner)).toHaveLength(2);
    expect((await partner.post(`/referrals/${String(made.body.id)}/reject`, { reason: 'no-capacity' })).status).toBe(200);
    await keepWhatIsDue(house);
    expect(lines(await mailsTo(worker))).toEqual([1]);
  });
});

describe('A person', () => {
  it('may want all of a day together: what comes up after nine waits for the next day, a reminder of nine does not', async () => {
    expect((await worker.post('/mail-hours', { delivery: 'digest' })).status).toBe(201);
    for (let n = 0; n < 2; n++) await world.aCase(worker);
    await at(house, '2026-03-07T04:00:00Z');
    expect(lines(await mailsTo(worker))).toEqual([2]);
    // The same reminder, got to three minutes late, is still of nine o'clock.
    await at(house, '2026-03-10T04:03:00Z');
    expect(lines(await mailsTo(worker))).toEqual([2, 2]);
    const partner = await world.someone('partner-worker');
    const { id } = await world.aSentReferral(worker, partner);
    await partner.post(`/referrals/${id}/accept`);
    await at(house, '2026-03-11T03:59:00Z');
    expect(lines(await mailsTo(worker))).toEqual([2, 2]);
    await at(house, '2026-03-11T04:00:00Z');
    expect((await mailsTo(worker)).length).toBe(3);
  });

  it('says when for themselves alone; the latest word counts, and without one it is as usual', async () => {
    const first = await worker.post('/mail-hours', { delivery: 'digest', digestAt: '17:30' });
    expect(first.body).toMatchObject({
      personId: worker.id,
      delivery: 'digest',
      digestAt: '17:30',
      quietFrom: '20:00',
      quietOnDaysOff: false,
    });
    await house.clock.moveTo(new Date('2026-03-02T04:01:00Z'));
    await worker.post('/mail-hours', { delivery: 'at-once', quietOnDaysOff: true });
    await world.aCase(worker);
    // A Saturday; the Monday after it is off, for the eighth of March was a Sunday.
    await at(house, '2026-03-09T12:00:00Z');
    expect(await mailsTo(worker)).toEqual([]);
    await at(house, '2026-03-10T03:00:00Z');
    expect(lines(await mailsTo(worker))).toEqual([1]);
    const other = await world.someone('social-worker', worker);
    expect((await other.get(`/mail-hours/${String(first.body.id)}`)).status).toBe(404);
    expect((await other.get('/mail-hours')).body.items).toEqual([]);
    const wrong = await worker.post('/mail-hours', { delivery: 'digest', digestAt: '9:00' });
    expect([wrong.status, wrong.body.errors]).toMatchObject([400, [{ field: 'digestAt', code: 'not-a-time' }]]);
  });
});
