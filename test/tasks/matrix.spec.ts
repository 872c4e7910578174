import { beforeAll, describe, expect, it } from '@jest/globals';
import { taskLifecycle } from '../../src/modules/tasks/task.lifecycle.ts';
import { openHouse } from '../support/app.ts';
import { moves, promised, states, type TaskAsking, type TaskStanding } from '../support/task-matrix.ts';
import { aGivenTask, aTeamTask } from '../support/tasks.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

/** Who stands how to the task under test; the same people to one of another agency, of a partner and of the team itself. */
const relations = {
  worker: 'social-worker',
  supervisor: 'supervisor',
  'colleague of the worker': 'social-worker',
  'officer beside the worker': 'ministry-officer',
  'worker elsewhere': 'social-worker',
  'supervisor elsewhere': 'supervisor',
  claimer: 'ministry-officer',
  'colleague of the claimer': 'ministry-officer',
  'focal point': 'focal-point',
  'focal point of the agency in another unit': 'focal-point',
  'officer of the agency in another unit': 'ministry-officer',
  'officer elsewhere': 'ministry-officer',
  'focal point elsewhere': 'focal-point',
  'partner who claimed': 'partner-worker',
  'partner elsewhere': 'partner-worker',
  'specialist elsewhere': 'specialist',
  coordinator: 'coordinator',
} as const;
type Relation = keyof typeof relations;
type Kind = 'ministry' | 'partner' | 'team';

const people = {} as Record<Relation, Someone>;
const tasks: Record<Kind, { id: string; claimer: Relation }> = {
  ministry: { id: '', claimer: 'claimer' },
  partner: { id: '', claimer: 'partner who claimed' },
  team: { id: '', claimer: 'worker' },
};
let anotherUnitId: string;

async function anotherUnit(of: { agencyId: string }): Promise<{ unitId: string; agencyId: string }> {
  const [row] = await house.rows<{ id: string }>(
    `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Another unit', 'TJ-SU') RETURNING id`,
    [of.agencyId],
  );
  return { unitId: row!.id, agencyId: of.agencyId };
}

beforeAll(async () => {
  const team = await world.aUnit();
  const ministry = await world.aUnit('education');
  const partner = await world.aUnit('partner');
  const beside = await anotherUnit(ministry);
  anotherUnitId = beside.unitId;
  const at: Partial<Record<Relation, { unitId: string; agencyId: string }>> = {
    ...{ worker: team, supervisor: team, 'colleague of the worker': team, 'officer beside the worker': team },
    ...{ claimer: ministry, 'colleague of the claimer': ministry, 'focal point': ministry, 'partner who claimed': partner },
    ...{ 'focal point of the agency in another unit': beside, 'officer of the agency in another unit': beside },
  };
  for (const relation of Object.keys(relations) as Relation[]) people[relation] = await world.someone(relations[relation], at[relation]);
  tasks.ministry.id = (await aGivenTask(world, people.worker, people.claimer)).id;
  tasks.partner.id = (await aGivenTask(world, people.worker, people['partner who claimed'], 'T-46')).id;
  tasks.team.id = (await aTeamTask(world, people.worker)).id;
}, 60_000);

async function put(id: string, state: string, claimedBy: string | null, owner: Someone, ofTeam: boolean): Promise<Record<string, unknown>> {
  if (state === 'waiting') await house.rows('DELETE FROM task_package WHERE task_id = $1', [id]);
  const isRead = !ofTeam && ['claimed', 'in_progress', 'blocked', 'returned', 'done', 'verified'].includes(state);
  const [row] = await house.rows(
    `UPDATE task SET status = $2, claimed_by_id = $3, package_open = $4, done_by_id = $5, owner_unit_id = $6, sharing_ended = false,
       worked_since = '2026-03-01T04:00:00Z', ended_at = NULL, reason = NULL, evidence_code = NULL, round_hours = '{}', version = 1
     WHERE id = $1 RETURNING *`,
    [id, state, claimedBy, isRead, ['done', 'verified'].includes(state) ? owner.id : null, owner.unitId],
  );
  return row!;
}

let asked = 0;
const kinds: readonly Kind[] = ['ministry', 'partner', 'team'];
/** Who is asked about a task of whom: those who do it, those who gave it, and those who did neither. */
const asking: Readonly<Record<Kind, readonly Relation[]>> = {
  ministry: (Object.keys(relations) as Relation[]).filter((relation) => relation !== 'partner who claimed'),
  partner: ['worker', 'supervisor', 'partner who claimed', 'partner elsewhere', 'focal point elsewhere', 'specialist elsewhere'],
  team: ['worker', 'supervisor', 'colleague of the worker', 'officer beside the worker', 'worker elsewhere', 'focal point'],
};

describe.each(kinds)('A task of a %s', (kind) => {
  describe.each(states)('in the state %s', (state) => {
    it.each(asking[kind])('answers the %s as law and lifecycle say, whatever they try, and changes only then', async (relation) => {
      const { id, claimer } = tasks[kind];
      const who = people[relation];
      const owner = people[claimer];
      const expected: object[] = [];
      const actual: object[] = [];
      const wrong: string[] = [];
      for (const claimedById of [owner.id, null]) {
        await put(id, state, claimedById, owner, kind === 'team');
        const offered = ((await who.get(`/tasks/${id}`)).body.meta?.can ?? []) as string[];
        for (const { deed, body } of moves({ personId: owner.id, unitId: anotherUnitId })) {
          const before = await put(id, state, claimedById, owner, kind === 'team');
          const asker: TaskAsking = { role: relations[relation], id: who.id, unitId: who.unitId, agencyId: who.agencyId };
          const row: TaskStanding = {
            ...{ workerId: people.worker.id, supervisorUnitId: people.worker.unitId, sealed: false, status: state, claimedById },
            ...{ ownerUnitId: owner.unitId, ownerAgencyId: owner.agencyId, ofTeam: kind === 'team' },
            ...{ packageOpen: before.package_open as boolean, doneById: before.done_by_id as string | null },
          };
          const cell = `${deed}, ${claimedById === null ? 'unclaimed' : 'claimed'}`;
          const reply = await who.post(`/tasks/${id}/${deed}`, body);
          const [after] = await house.rows('SELECT * FROM task WHERE id = $1', [id]);
          expected.push({ cell, status: promised(asker, row, deed) });
          actual.push({ cell, status: reply.status });
          asked += 1;
          const refusedByState = reply.status === 409 && 'state' in reply.body;
          if (offered.includes(deed) ? refusedByState : reply.status < 300) wrong.push(`${cell}: meta.can says otherwise`);
          if (reply.status >= 300) {
            if (JSON.stringify(after) !== JSON.stringify(before)) wrong.push(`${cell}: refused and changed`);
          } else if (taskLifecycle.knows(deed) && after?.status !== taskLifecycle.table[deed].to) {
            wrong.push(`${cell}: led to ${String(after?.status)}`);
          }
          if (reply.status === 409 && String(reply.body.title).startsWith('problem.')) wrong.push(`${cell}: ${reply.body.title}`);
          const isOwner = kind === 'team' ? relation === 'worker' : owner.agencyId === who.agencyId;
          const isTeam = ['worker', 'supervisor'].includes(relation);
          if (reply.status < 300 && !isOwner && !isTeam) wrong.push(`${cell}: by somebody else`);
        }
      }
      expect(actual).toEqual(expected);
      expect(wrong).toEqual([]);
    });
  });
});

it('The matrix had every state, deed, relation, claim and kind of owner', () => {
  const deeds = moves({ personId: '', unitId: '' }).map(({ deed }) => deed);
  expect(asked).toBe(2 * states.length * deeds.length * Object.values(asking).flat().length);
  expect(deeds.filter((deed) => taskLifecycle.knows(deed)).sort()).toEqual(taskLifecycle.moves().sort());
});

describe('Reasons', () => {
  it.each([
    ['drop', 'waiting', 'evidence-missing'],
    ['cancel', 'open', 'case-closed'],
    ['return', 'done', 'need-met'],
    ['reopen', 'verified', 'evidence-missing'],
  ] as const)('to %s come from the list of that deed', async (deed, state, reason) => {
    const { id } = tasks.ministry;
    await put(id, state, null, people.claimer, false);
    for (const body of [{ reason }, {}, { reason: null }, { reason: ['safety'] }]) {
      const reply = await people.worker.post(`/tasks/${id}/${deed}`, body);
      expect([reply.status, reply.body.errors[0].field]).toEqual([400, 'reason']);
    }
  });
});

describe('An id of something else in the path', () => {
  it('is not found, even if it is one’s own', async () => {
    const { worker, claimer } = people;
    const { id, caseId, consentId } = await aGivenTask(world, worker, claimer);
    const replies = await Promise.all([
      worker.post(`/tasks/${caseId}/cancel`, { reason: 'need-met' }),
      worker.post(`/tasks/${consentId}/verify`),
      worker.post(`/cases/${id}/tasks`, { template: 'T-16', dueOn: '2026-03-20' }),
      worker.get(`/tasks/${caseId}`),
      worker.get(`/referrals/${id}`),
      claimer.post(`/tasks/${caseId}/claim`),
      claimer.get(`/tasks/${caseId}`),
      claimer.get(`/cases/${id}`),
    ]);
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
  });
});
