import { beforeAll, describe, expect, it } from '@jest/globals';
import { referralLifecycle } from '../../src/modules/referrals/referral.lifecycle.ts';
import { openHouse } from '../support/app.ts';
import { moves as ofOne, promised, reRoute, states, type Asking, type Standing } from '../support/referral-matrix.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

/** Who stands how to the referral under test; the same people to one sent to a ministry and to one sent to a partner. */
const relations = {
  sender: 'social-worker',
  'supervisor of the sender': 'supervisor',
  'colleague of the sender': 'social-worker',
  'worker elsewhere': 'social-worker',
  'supervisor elsewhere': 'supervisor',
  claimer: 'ministry-officer',
  'colleague of the claimer': 'ministry-officer',
  'focal point': 'focal-point',
  'officer elsewhere': 'ministry-officer',
  'focal point elsewhere': 'focal-point',
  'partner who claimed': 'partner-worker',
  'colleague of the partner': 'partner-worker',
  'partner elsewhere': 'partner-worker',
  'specialist who claimed': 'specialist',
  'colleague of the specialist': 'specialist',
  'specialist elsewhere': 'specialist',
  administrator: 'administrator',
} as const;
type Relation = keyof typeof relations;
const ofSpecialists: readonly Relation[] = ['specialist who claimed', 'colleague of the specialist', 'specialist elsewhere'];
const others = (Object.keys(relations) as Relation[]).filter((relation) => !ofSpecialists.includes(relation));
/** Who is asked about a referral to whom: those who answer it, those who sent it, and those who did neither. */
const asking: Readonly<Record<'ministry' | 'partner' | 'specialist', readonly Relation[]>> = {
  ministry: others,
  partner: others,
  specialist: ['sender', 'supervisor of the sender', 'worker elsewhere', 'claimer', ...ofSpecialists],
};

const people = {} as Record<Relation, Someone>;
const referrals: Record<'ministry' | 'partner' | 'specialist', { id: string; claimer: Relation; besideId: string }> = {
  ministry: { id: '', claimer: 'claimer', besideId: '' },
  partner: { id: '', claimer: 'partner who claimed', besideId: '' },
  specialist: { id: '', claimer: 'specialist who claimed', besideId: '' },
};
/** Every deed, of one referral to the claimer's unit; another unit of that agency can be asked instead. */
const movesOf = (besideId: string) => [...ofOne, reRoute(besideId)];
const moves = movesOf('');

beforeAll(async () => {
  const sending = await world.aUnit();
  const ministry = await world.aUnit('education');
  const partner = await world.aUnit('partner');
  const specialist = await world.aUnit('health-restricted');
  const at: Partial<Record<Relation, { unitId: string; agencyId: string }>> = {
    ...{ sender: sending, 'supervisor of the sender': sending, 'colleague of the sender': sending },
    ...{ claimer: ministry, 'colleague of the claimer': ministry, 'focal point': ministry },
    ...{ 'partner who claimed': partner, 'colleague of the partner': partner },
    ...{ 'specialist who claimed': specialist, 'colleague of the specialist': specialist },
  };
  for (const relation of Object.keys(relations) as Relation[]) people[relation] = await world.someone(relations[relation], at[relation]);
  for (const [kind, each] of Object.entries(referrals)) {
    const { agencyId } = people[each.claimer];
    const service = kind === 'specialist' ? 'psychosocial-support' : 'school-place';
    each.id = (await world.aSentReferral(people.sender, people[each.claimer], service)).id;
    const [beside] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Beside', 'TJ-DU') RETURNING id`,
      [agencyId],
    );
    each.besideId = beside!.id;
    await world.someone(people[each.claimer].login.split('.')[0]!, { unitId: each.besideId, agencyId });
  }
}, 60_000);

async function put(id: string, state: string, claimedBy: string | null): Promise<Record<string, unknown>> {
  for (const table of ['delivery', 'referral_message']) await house.rows(`DELETE FROM ${table} WHERE referral_id = $1`, [id]);
  // Nothing of it has come back, whatever was done to it before.
  const steps = ['returned_at', 'next_step', 'next_step_at', 'next_step_by_id', 'next_referral_id']
    .map((column) => `${column} = NULL`)
    .join(', ');
  await house.rows(`UPDATE referral_source SET ${steps} WHERE referral_id = $1`, [id]);
  const instead = `IN (SELECT referral_id FROM referral_source WHERE rerouted_from_id = $1)`;
  for (const table of ['referral_clock', 'referral_package']) await house.rows(`DELETE FROM ${table} WHERE referral_id ${instead}`, [id]);
  await house.rows(
    `WITH gone AS (DELETE FROM referral_source WHERE rerouted_from_id = $1 RETURNING referral_id)
     DELETE FROM referral WHERE id IN (SELECT referral_id FROM gone)`,
    [id],
  );
  const [row] = await house.rows(
    `UPDATE referral SET status = $2, claimed_by_id = $3, package_open = $4, answered_at = '2026-03-02T04:00:00Z', ended_at = NULL,
       reason = NULL, seen_at = NULL, version = 1 WHERE id = $1 RETURNING *`,
    [id, state, claimedBy, ['accepted', 'in_progress', 'on_hold', 'completed', 'failed'].includes(state)],
  );
  return row!;
}

/** What one cell of the matrix is about. */
interface Cell {
  readonly cell: string;
  readonly status: number;
}

/** What a sender may do at all; of that a recipient may call off, and write. */
const bySender = ['send', 'cancel', 'enter-in-error', 're-route', 'write'];

let asked = 0;

describe.each(['ministry', 'partner', 'specialist'] as const)('A referral to a %s', (target) => {
  describe.each(states)('in the state %s', (state) => {
    it.each(asking[target])('answers the %s as law and lifecycle say, whatever they try, and changes only then', async (relation) => {
      const { id, claimer, besideId } = referrals[target];
      const who = people[relation];
      const expected: Cell[] = [];
      const actual: Cell[] = [];
      const wrong: string[] = [];
      for (const claimedById of [people[claimer].id, null]) {
        await put(id, state, claimedById);
        const offered = ((await who.get(`/referrals/${id}`)).body.meta?.can ?? []) as string[];
        for (const { deed, path, body } of movesOf(besideId)) {
          const before = await put(id, state, claimedById);
          const asker: Asking = { role: relations[relation], id: who.id, unitId: who.unitId, agencyId: who.agencyId };
          const row: Standing = {
            ...{ workerId: people.sender.id, supervisorUnitId: people.sender.unitId, sealed: false, toUnitId: people[claimer].unitId },
            ...{ packageOpen: before.package_open as boolean, status: state, claimedById },
          };
          const cell = `${deed}, ${claimedById === null ? 'unclaimed' : 'claimed'}`;
          const reply = await who.post(`/referrals/${id}/${path}`, body);
          const [after] = await house.rows('SELECT * FROM referral WHERE id = $1', [id]);
          expected.push({ cell, status: promised(asker, row, deed) });
          actual.push({ cell, status: reply.status });
          asked += 1;
          const refusedByState = reply.status === 409 && 'state' in reply.body;
          if (offered.includes(deed) ? refusedByState : reply.status < 300) wrong.push(`${cell}: meta.can says otherwise`);
          if (reply.status >= 300) {
            if (JSON.stringify(after) !== JSON.stringify(before)) wrong.push(`${cell}: refused and changed`);
          } else if (referralLifecycle.knows(deed) && after?.status !== referralLifecycle.table[deed].to) {
            wrong.push(`${cell}: led to ${String(after?.status)}`);
          }
          if (reply.status === 409 && String(reply.body.title).startsWith('problem.')) wrong.push(`${cell}: ${reply.body.title}`);
          const [isSender, isRecipient] = [relation === 'sender', people[claimer].unitId === who.unitId];
          const isTheirs = relation === 'supervisor of the sender' && deed === 'recall';
          if (reply.status < 300 && isSender && !bySender.includes(deed)) wrong.push(`${cell}: by the sender`);
          if (reply.status < 300 && isRecipient && [...bySender, 'recall'].includes(deed) && !['cancel', 'write'].includes(deed))
            wrong.push(`${cell}: by the recipient`);
          if (reply.status < 300 && !isSender && !isRecipient && !isTheirs) wrong.push(`${cell}: by somebody else`);
        }
      }
      expect(actual).toEqual(expected);
      expect(wrong).toEqual([]);
    });
  });
});

it('The matrix had every state, deed, relation, claim and kind of recipient', () => {
  expect(asked).toBe(2 * states.length * moves.length * Object.values(asking).flat().length);
  expect(
    moves
      .filter(({ deed }) => referralLifecycle.knows(deed))
      .map(({ deed }) => deed)
      .sort(),
  ).toEqual(
    referralLifecycle
      .moves()
      .filter((move) => !['begin', 'expire'].includes(move))
      .sort(),
  );
});

describe('Reasons', () => {
  it.each([
    ['reject', 'sent', 'sender says so'],
    ['hold', 'accepted', 'no-capacity'],
    ['fail', 'accepted', 'no-capacity'],
    ['cancel', 'sent', 'not-reached'],
  ] as const)('to %s come from the list of that deed', async (deed, state, reason) => {
    const { id } = referrals.ministry;
    await put(id, state, null);
    for (const body of [{ reason }, {}, { reason: null }, { reason: ['safety'] }]) {
      const reply = await people.claimer.post(`/referrals/${id}/${deed}`, body);
      expect([reply.status, reply.body.errors[0].field]).toEqual([400, 'reason']);
    }
  });
});

describe('An id of something else in the path', () => {
  it('is not found, even if it is one’s own', async () => {
    const { sender, claimer } = people;
    const { id, caseId, consentId } = await world.aSentReferral(sender, claimer);
    const replies = await Promise.all([
      sender.post(`/referrals/${caseId}/send`),
      sender.post(`/referrals/${consentId}/cancel`, { reason: 'need-met' }),
      sender.post(`/cases/${id}/referrals`, { toUnitId: claimer.unitId, serviceType: 'school-place', urgency: 'high' }),
      sender.post(`/consents/${id}/withdraw`),
      claimer.post(`/referrals/${caseId}/accept`),
      claimer.post(`/referrals/${consentId}/claim`),
      claimer.get(`/deliveries/${id}`),
    ]);
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
  });
});
