import { beforeAll, describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const hour = 3_600_000;
const begun = new Date('2026-03-02T04:00:00Z');
let team: Team;
let partner: Someone;
let clinic: Someone;
let coordinator: Someone;
const secrets: string[] = [];

const after = (hours: number): Promise<void> => house.clock.moveTo(new Date(begun.getTime() + hours * hour));
const drawn = (): Promise<void> => house.app.get(Sweep, { strict: false }).run();
const of = async (path: string, { agencyId }: Someone): Promise<unknown[]> =>
  (await coordinator.get(`/${path}?agencyId=${agencyId}&limit=100`)).body.items;

/** So many people, each referred to somebody, one an hour apart from the next if asked for. */
async function asked(to: Someone, howMany: number, service?: string): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < howMany) {
    const { id, caseId } = await world.aSentReferral(team.worker, to, service);
    secrets.push(id, caseId);
    ids.push(id);
  }
  return ids;
}

beforeAll(async () => {
  team = await aTeam(world);
  partner = await world.someone('partner-worker');
  clinic = await world.someone('ministry-officer', await world.aUnit('health'));
  coordinator = await world.someone('coordinator', await world.aUnit('coordination'));
});

describe('The figures of the loop', () => {
  it('say how much waits at an agency, since when, and how late; four people are no number', async () => {
    const few = await asked(partner, 4);
    await after(1);
    await drawn();
    expect(await of('loop-figures', partner)).toMatchObject([
      { sent: null, open: null, unseen: null, undecided: null, drawnAt: '2026-03-02T05:00:00.000Z' },
    ]);
    expect(few).toHaveLength(4);

    await asked(partner, 2);
    await after(25);
    await drawn();
    expect(await of('loop-figures', partner)).toMatchObject([
      {
        sent: 5,
        open: 5,
        unseen: 5,
        unseenLate: null,
        undecided: 5,
        undecidedLate: null,
        decided: null,
        reRouted: null,
        hoursToSeen: null,
      },
    ]);
    const ages = async (): Promise<unknown> =>
      (await of('loop-ageing', partner)).map((each) => [(each as Age).fromDays, (each as Age).toDays, (each as Age).waiting]).sort();
    expect(await ages()).toEqual([
      [0, 2, 5],
      [2, 4, null],
      [4, 8, null],
      [8, null, null],
    ]);

    // Ten days on nobody has looked yet: late to see, late to decide.
    await after(24 * 11);
    await drawn();
    expect(await of('loop-figures', partner)).toMatchObject([{ unseen: 5, unseenLate: 5, undecided: 5, undecidedLate: 5 }]);
    expect(await ages()).toEqual([
      [0, 2, null],
      [2, 4, null],
      [4, 8, null],
      [8, null, 5],
    ]);
  });

  it('say how long it took to look, to decide and to begin, from ten people on', async () => {
    const other = await world.someone('partner-worker');
    await after(24 * 20);
    const ids = await asked(other, 10);
    await after(24 * 20 + 3);
    for (const id of ids) await walked([other, `/referrals/${id}/see`]);
    await after(24 * 20 + 30);
    for (const id of ids.slice(0, 5)) await walked([other, `/referrals/${id}/accept`]);
    for (const id of ids.slice(5)) await walked([other, `/referrals/${id}/reject`, { reason: 'no-capacity' }]);
    await after(24 * 21 + 30);
    const given = { deliveredOn: '2026-03-24', mode: 'at-provider', attendance: 'attended', units: 1 };
    for (const id of ids.slice(0, 5)) await walked([other, `/referrals/${id}/deliveries`, given]);
    await drawn();
    expect(await of('loop-figures', other)).toMatchObject([
      // Five were served, too few to say how soon.
      {
        sent: 10,
        open: 5,
        unseen: null,
        decided: 10,
        decidedLate: null,
        rejected: 5,
        hoursToSeen: 3,
        hoursToDecision: 30,
        daysToFirstService: null,
      },
    ]);
  });

  it('need ten people where it is about health, and count one person with many referrals once', async () => {
    await after(24 * 30);
    await asked(clinic, 9, 'health-check');
    const patient = await world.someone('partner-worker');
    const { id, caseId } = await world.aSentReferral(team.worker, patient);
    await house.rows(
      `WITH more AS (INSERT INTO referral SELECT (json_populate_record(r, json_build_object('id', gen_random_uuid(), 'code', gen_random_uuid()))).*
         FROM referral r, generate_series(1, 9) WHERE r.id = $1 RETURNING id)
       INSERT INTO referral_source SELECT (json_populate_record(s, json_build_object('referral_id', more.id))).* FROM referral_source s, more WHERE s.case_id = $2`,
      [id, caseId],
    );
    await after(24 * 31);
    await drawn();
    expect(await of('loop-figures', clinic)).toMatchObject([{ sent: null, open: null }]);
    expect(await of('loop-figures', patient)).toMatchObject([{ sent: null, open: null }]);
  });

  it('are as they were drawn until a day is over, so that two looks tell of nobody', async () => {
    await after(24 * 40);
    await drawn();
    const before = await of('loop-figures', partner);
    await asked(partner, 10);
    await after(24 * 40 + 20);
    await drawn();
    expect(await of('loop-figures', partner)).toEqual(before);
    await after(24 * 41);
    await drawn();
    expect(await of('loop-figures', partner)).toMatchObject([{ sent: 15 }]);
  });

  it('say what was decided late, rests, ended well or came to nothing, and what somebody else was asked for instead', async () => {
    const [taker, other] = [await world.someone('partner-worker'), await world.someone('partner-worker')];
    await after(24 * 50);
    const ids: string[] = [];
    while (ids.length < 10) {
      const { id: caseId } = await world.aCase(team.worker);
      const wanted = { toUnitId: taker.unitId, serviceType: 'school-place', urgency: 'high' };
      const recipientIds = [taker.agencyId, other.agencyId];
      await walked([team.worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds }]);
      const made = await team.worker.post(`/cases/${caseId}/referrals`, wanted);
      await walked([team.worker, `/referrals/${made.body.id}/send`]);
      ids.push(made.body.id as string);
      secrets.push(made.body.id as string, caseId);
    }
    const each = async (which: readonly string[], deed: string, body: object = {}, who = taker): Promise<void> => {
      for (const id of which) await walked([who, `/referrals/${id}/${deed}`, body]);
    };
    const [well, badly] = [ids.slice(0, 5), ids.slice(5)];
    const answers = { sent: 10, decided: 10, decidedLate: 10, rejected: null };

    // Sent on 21 April, to be decided within two days of work; the first service is given on the sixth day.
    await after(24 * 53);
    await each(ids, 'accept');
    await after(24 * 56);
    await each(ids, 'deliveries', { deliveredOn: '2026-04-27', mode: 'at-provider', attendance: 'attended', units: 1 });
    await each(well, 'complete', { outcomeCode: 'provided', outcomeOn: '2026-04-27', outcomeUnits: 1, clientConfirmed: 'yes' });
    await each(badly, 'hold', { reason: 'waiting-list' });
    await drawn();
    const rests = { open: 5, onHold: 5, completed: 5, failed: null, reRouted: null };
    expect(await of('loop-figures', taker)).toMatchObject([{ ...answers, ...rests, hoursToDecision: 72, daysToFirstService: 6 }]);

    await each(badly, 'fail', { reason: 'not-reached' });
    await each(badly, 're-route', { toUnitId: other.unitId, rerouteReason: 'no-answer' }, team.worker);
    await after(24 * 57);
    await drawn();
    const failed = { open: null, onHold: null, completed: 5, failed: 5, reRouted: 5 };
    expect(await of('loop-figures', taker)).toMatchObject([{ ...answers, ...failed, daysToFirstService: 6 }]);
    expect(await of('loop-figures', other)).toMatchObject([{ sent: 5, undecided: 5, reRouted: null }]);
  });

  it('name no referral and no case, and are the coordinator’s alone, whichever wall is asked', async () => {
    const told = [await coordinator.get('/loop-figures?limit=100'), await coordinator.get('/loop-ageing?limit=100')].map(
      ({ text }) => text,
    );
    for (const secret of secrets) expect(told.join()).not.toContain(secret);
    for (const who of [team.worker, team.supervisor, partner]) {
      expect((await who.get('/loop-figures')).status).toBe(403);
      expect((await who.get('/loop-ageing')).status).toBe(403);
    }
    for (const table of ['loop_figure', 'loop_ageing']) {
      expect((await rawly(house, team.worker, ['social-worker', 'p_social_worker'], `SELECT FROM ${table}`)).refused).toBe('42501');
      expect((await rawly(house, coordinator, ['coordinator', 'p_coordinator'], `SELECT FROM ${table}`)).count).toBeGreaterThan(0);
      expect((await rawly(house, coordinator, ['coordinator', 'p_coordinator'], `DELETE FROM ${table}`)).refused).toBe('42501');
    }
    const draw = `SELECT draw_loop_figures(now(), '{partner}', '{1}', 1, 1, '1 day', '{1}')`;
    expect((await rawly(house, coordinator, ['coordinator', 'p_coordinator'], draw)).refused).toBe('42501');
  });
});

interface Age {
  readonly fromDays: number;
  readonly toDays: number | null;
  readonly waiting: number | null;
}
