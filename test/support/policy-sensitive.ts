import type { Dice } from './policy-dice.ts';
import type { Insert, Row, World } from './policy-world.ts';

/** Health, what was told and protection, for some of the cases; what was told is written by and for anybody, near and far. */
export async function settleSensitive(insert: Insert, dice: Dice, { people, caseIds }: World, scope: () => Row): Promise<void> {
  const person = (): string => dice.one(people).id;
  const each = (probability: number, row: () => Row): Row[] =>
    dice.some(caseIds, probability).map((case_id) => ({ id: dice.uuid(), case_id, ...row(), ...scope() }));
  await insert(
    'case_health',
    each(0.7, () => ({
      ...{ coded_needs: dice.some(['injury', 'dental']), functioning_domains: dice.some(['seeing']), flags: dice.some(['in-treatment']) },
      ...{ recommended_action: dice.one(['emergency-care', null]), specialists_only: dice.chance(0.6) },
    })),
  );
  const clinical = (): Row => ({
    ...{ note: dice.uuid(), instrument: 'who-5', score: dice.below(25), noted_on: '2026-02-02', author_id: person() },
    specialists_only: dice.chance(0.6),
  });
  await insert('case_clinical', [...each(0.6, clinical), ...each(0.4, clinical)]);
  const told = (): Row => ({
    ...{ type_code: dice.one(['other', 'exploitation']), reported_on: '2026-02-02', author_id: person(), action: 'listened', version: 1 },
    reader_ids: dice.some(people, 0.4).map(({ id }) => id),
  });
  await insert('case_disclosure', [...each(0.9, told), ...each(0.9, told)]);
  await insert(
    'case_protection',
    each(0.7, () => ({
      ...{ protection_risk_reasons: dice.some(['neglect', 'self-harm']), safety_plan_state: dice.one(['agreed', null]) },
      safe_contact: dice.one(['in-person-only', null]),
    })),
  );
}

/** What was asked and answered about some of the drafts. */
export function approvalRow(dice: Dice, { people }: Pick<World, 'people'>): Row {
  const asked = { approval_asked_by_id: dice.one(people).id, approval_asked_at: '2026-02-03T05:00:00Z' };
  return { approval: dice.one(['asked', 'approved', 'declined', 'void']), ...asked };
}
