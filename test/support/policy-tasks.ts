import type { Dice } from './policy-dice.ts';
import type { Insert, Row, World } from './policy-world.ts';

const statuses = ['waiting', 'dropped', 'open', 'claimed', 'in_progress', 'blocked', 'done', 'verified', 'returned', 'cancelled'];

/** What is to be done for some of the cases, by the team itself or by others, and what was shared for it. */
export async function settleTasks(insert: Insert, dice: Dice, { places, people, caseIds }: World, scope: () => Row): Promise<void> {
  const made = [...dice.some(caseIds, 0.9), ...dice.some(caseIds, 0.6)].map((case_id) => {
    const { unitId, agencyId } = dice.one(places);
    const row = {
      ...{ id: dice.uuid(), code: dice.uuid(), template: dice.one(['T-16', 'T-30']), priority: 'normal', due_on: '2026-03-18', version: 1 },
      ...{ owner_unit_id: unitId, owner_agency_id: agencyId, of_team: dice.chance(0.25), status: dice.one(statuses) },
      ...{ claimed_by_id: dice.one([dice.one(people).id, null]), round_hours: [], package_open: dice.chance(0.6), sharing_ended: false },
      ...scope(),
    };
    const source = {
      task_id: row.id,
      case_id,
      occurrence: null,
      restarts: 0,
      created_by_id: dice.one(people).id,
      age_at_edge: false,
      confirmed: [],
      waits_for: ['T-16', 'T-30'],
    };
    return { row, source: { ...source, ...scope() } };
  });
  await insert(
    'task',
    made.map(({ row }) => row),
  );
  await insert(
    'task_source',
    made.map(({ source }) => source),
  );
  await insert(
    'task_clock',
    dice.some(made, 0.5).map(({ row: { id } }) => ({ id, next_kind: 'due', next_at: '2026-03-18T04:00:00Z', version: 1 })),
  );
  const packed = dice.some(made, 0.8).map(({ row }) => ({
    ...{ task_id: row.id, package: { sex: 'female' }, package_groups: ['F1'], owner_unit_id: dice.one(places).unitId },
    ...{ instruction: dice.one(['Please keep a place.', null]) },
    ...{ open: dice.chance(0.5), ...scope() },
  }));
  await insert('task_package', packed);
}
