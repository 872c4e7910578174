import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { aSlip, type SentOut } from '../support/slips.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { goRoundAt, nextOf, told } from '../support/waiting.ts';
import { World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const refused = (reply: Reply) => [reply.status, String(reply.body.type).replace('/problems/', '')];
const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 3, clientConfirmed: 'unknown' };
const given = { deliveredOn: '2026-03-02', mode: 'at-provider', attendance: 'attended', units: 2 };

let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
}, 60_000);
beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

interface Row {
  readonly id: string;
  readonly status: string;
  readonly units: number;
}

const rows = async (who: Someone, referralId: string): Promise<Row[]> =>
  (await who.get(`/deliveries?referralId=${referralId}&limit=100`)).body.items as Row[];

/** What a unit without accounts told by telephone that it gave; the worker says that it was not so. */
async function disputed(): Promise<SentOut & { id: string }> {
  const { slip, ...out } = await aSlip(world, house, team.worker);
  await walked(
    [team.supervisor, `/referral-slips/${slip.id}/record-acceptance`, { answerCode: slip.code }],
    [team.supervisor, `/referral-slips/${slip.id}/record-completion`, { ...outcome, answerCode: slip.code }],
  );
  const [row] = await rows(team.worker, out.referral.id);
  await walked([team.worker, `/deliveries/${row!.id}/dispute`, { reason: 'not-given' }]);
  return { ...out, id: row!.id };
}

describe('What a slip told and was not so', () => {
  it('is withdrawn by the supervisor: another row says so, and the worker confirms it', async () => {
    const { id, referral, caseId } = await disputed();
    const withdraw = (who: Someone, reason = 'not-given') => who.post(`/deliveries/${id}/withdraw`, { reason });
    expect((await withdraw(team.worker)).status).toBe(403);
    expect((await withdraw(team.colleague)).status).toBe(404);
    expect((await withdraw(team.supervisor, 'because')).status).toBe(400);
    const reply = await withdraw(team.supervisor);
    expect([reply.status, reply.body]).toMatchObject([
      201,
      { correctsId: id, units: 0, withdrawReason: 'not-given', withdrawnById: team.supervisor.id, status: 'recorded' },
    ]);
    expect(await rows(team.worker, referral.id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id, status: 'corrected', units: 3 }),
        expect.objectContaining({ id: reply.body.id, status: 'recorded', units: 0 }),
      ]),
    );
    expect(refused(await withdraw(team.supervisor))).toEqual([409, 'delivery-cannot-withdraw']);
    expect(await told(team.worker, String(reply.body.id))).toContain('corrected');
    expect((await team.worker.get(`/cases/${caseId}/timeline?kind=delivery-corrected`)).body.items).toHaveLength(1);
    expect((await team.worker.post(`/deliveries/${reply.body.id}/confirm`)).body).toMatchObject({ status: 'confirmed' });
  });

  it('is told of after five working days to the supervisor, for nobody is there who gave it; and no more when it is withdrawn', async () => {
    const { id, referral } = await disputed();
    expect(await nextOf(house, referral.id, 'dispute')).toMatch(/^recipients 2026-03-10/);
    await goRoundAt(house, '2026-03-11T04:00:00Z', '2026-03-20T04:00:00Z');
    expect(await told(team.supervisor, referral.id)).toEqual(expect.arrayContaining(['dispute-open']));
    expect((await told(team.supervisor, referral.id)).filter((kind) => kind === 'dispute-open')).toHaveLength(1);
    // It goes on for as long as nobody puts it right: the supervisor hears how many there are.
    await goRoundAt(house, '2026-04-02T04:00:00Z');
    const { body } = await team.supervisor.get('/notifications?kind=referrals-disputed&limit=100');
    expect(body.items).toMatchObject([{ subjectType: 'unit', subjectId: team.supervisor.unitId, howMany: expect.any(Number) }]);
    expect(JSON.stringify(body.items)).not.toContain(referral.id);
    await walked([team.supervisor, `/deliveries/${id}/withdraw`, { reason: 'told-twice' }]);
    expect(await nextOf(house, referral.id, 'dispute')).toBe('nothing');
  });

  it('is withdrawn by its worker where no supervisor sees the case', async () => {
    const { id, caseId } = await disputed();
    await walked([team.supervisor, `/cases/${caseId}/seal`, { reason: 'safety' }]);
    expect((await team.supervisor.post(`/deliveries/${id}/withdraw`, { reason: 'not-given' })).status).toBe(404);
    const reply = await team.worker.post(`/deliveries/${id}/withdraw`, { reason: 'not-given' });
    expect([reply.status, reply.body]).toMatchObject([201, { withdrawnById: team.worker.id }]);
    expect(refused(await team.worker.post(`/deliveries/${reply.body.id}/confirm`))).toEqual([403, 'forbidden']);
  });
});

describe('What somebody with an account logged', () => {
  let partner: Someone;
  let focal: Someone;
  beforeAll(async () => {
    partner = await world.someone('partner-worker');
    focal = await world.someone('focal-point', partner);
  });

  async function logged(): Promise<{ id: string; referralId: string }> {
    const { id: referralId } = await world.aSentReferral(team.worker, partner);
    await walked([partner, `/referrals/${referralId}/accept`]);
    const { body } = await partner.post(`/referrals/${referralId}/deliveries`, given);
    return { id: String(body.id), referralId };
  }

  it('is put right by whoever gave it, who is reminded, then their focal point, then the supervisor; with the correction it is over', async () => {
    const { id, referralId } = await logged();
    await walked([team.worker, `/deliveries/${id}/dispute`, { reason: 'wrong-amount' }]);
    expect(refused(await team.supervisor.post(`/deliveries/${id}/withdraw`, { reason: 'not-given' }))).toEqual([
      409,
      'delivery-for-giver-to-correct',
    ]);
    const kinds = async (): Promise<number[]> =>
      Promise.all(
        [partner, focal, team.supervisor].map(
          async (who) => (await told(who, referralId)).filter((kind) => kind === 'dispute-open').length,
        ),
      );
    await goRoundAt(house, '2026-03-07T04:00:00Z');
    expect(await kinds()).toEqual([0, 0, 0]);
    await goRoundAt(house, '2026-03-10T04:00:00Z');
    expect(await kinds()).toEqual([1, 0, 0]);
    await goRoundAt(house, '2026-03-12T04:00:00Z', '2026-03-16T04:00:00Z', '2026-04-20T04:00:00Z');
    // Whoever gave it hears of it again.
    expect(await kinds()).toEqual([2, 1, 1]);
    await walked([partner, `/referrals/${referralId}/deliveries`, { ...given, units: 1, correctsId: id }]);
    expect(await nextOf(house, referralId, 'dispute')).toBe('nothing');
  });

  it('is put right by the unit that took over, also when the referral is over; what was shared does not go along', async () => {
    const { id, referralId } = await logged();
    const outcomeOf = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 2, clientConfirmed: 'yes' };
    await walked(
      [partner, `/referrals/${referralId}/complete`, outcomeOf],
      [team.worker, `/deliveries/${id}/dispute`, { reason: 'wrong-amount' }],
    );
    const above = randomUUID();
    await house.rows(`INSERT INTO unit (id, agency_id, name, region) VALUES ($1, $2, 'Head office', 'TJ-DU')`, [above, partner.agencyId]);
    await house.rows('UPDATE unit SET active = false, parent_unit_id = $2 WHERE id = $1', [partner.unitId, above]);
    const head = await world.someone('partner-worker', { unitId: above, agencyId: partner.agencyId });
    await house.app.get(Sweep, { strict: false }).run();
    const seen = await head.get(`/referrals/${referralId}`);
    expect([seen.status, seen.body.status, 'package' in seen.body]).toEqual([200, 'completed', false]);
    expect(await told(head, referralId)).toEqual([]);
    await walked([head, `/referrals/${referralId}/deliveries`, { ...given, units: 1, correctsId: id }]);
    expect((await rows(team.worker, referralId)).map(({ status, units }) => [status, units]).sort()).toEqual([
      ['corrected', 2],
      ['recorded', 1],
    ]);
  });
});

describe('The database by itself', () => {
  it('lets nobody withdraw what others can put right, what is not disputed, or in another name', async () => {
    const { id, referral } = await disputed();
    const [row] = await house.rows<Record<string, string>>('SELECT * FROM delivery WHERE id = $1', [id]);
    const insert = async (more: Record<string, unknown> = {}): Promise<string | null> => {
      const wanted: Record<string, unknown> = {
        ...{ id: randomUUID(), referral_id: referral.id, by_unit_id: row!.by_unit_id, to_unit_id: row!.to_unit_id },
        ...{ service_type: 'school-place', status: 'recorded', delivered_on: '2026-03-02', attendance: 'attended', units: 0 },
        ...{ corrects_id: id, recorded_at: new Date(), withdraw_reason: 'not-given', withdrawn_by_id: team.supervisor.id },
        ...{ worker_id: team.worker.id, unit_id: team.worker.unitId, supervisor_unit_id: team.worker.unitId, sealed: false, version: 1 },
        ...more,
      };
      const columns = Object.keys(wanted);
      const text = `INSERT INTO delivery (${columns.join(', ')}) VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')})`;
      return (await rawly(house, team.supervisor, ['supervisor', 'p_supervisor'], text, Object.values(wanted))).refused;
    };
    expect(await insert({ withdrawn_by_id: team.worker.id })).toBe('42501');
    expect(await insert({ withdrawn_by_id: null, withdraw_reason: null, author_id: team.supervisor.id })).toBe('42501');
    expect(await insert({ units: 1 })).toBe('23514');
    expect(await insert({ corrects_id: null })).not.toBeNull();
    expect(await insert()).toBeNull();
    await house.rows(`UPDATE delivery SET status = 'recorded', dispute_reason = NULL WHERE id = $1`, [id]);
    expect(await insert()).toBe('42501');
    const raw = `UPDATE delivery SET status = 'corrected' WHERE id = $1`;
    expect((await rawly(house, team.supervisor, ['supervisor', 'p_supervisor'], raw, [id])).refused).toBe('42501');
  });
});
