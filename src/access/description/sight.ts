import { Plan } from '../plan.ts';
import { AsRead, Covered, Has, My, type Condition, type Field, type RecordType } from '../record.ts';
import type { Role } from '../role.ts';

/** What may be known of a record at all, by people of any role: what nobody reads is not spoken of. */
export interface Sight {
  readonly fields: readonly Field[];
  /** Fields that stand in every row, whoever reads it. */
  readonly always: readonly string[];
  /** Fields that some role reads on some of its rows only. */
  readonly masked: readonly string[];
  readonly editable: readonly string[];
  readonly deeds: readonly string[];
}

/** What people may know of a record. The system works by the clock and asks for nothing. */
export function sightOf(record: RecordType, roles: readonly Role[]): Sight {
  const plans = roles
    .filter(({ persona }) => persona !== 'p_system')
    .map((role) => new Plan(role, record))
    .filter(({ visible }) => visible.length > 0);
  const within = (narrow: string, wide: string): boolean => isWithin(record.scopes[narrow] ?? {}, record.scopes[wide] ?? {});
  const scopesOf = (plan: Plan, field: Field): readonly string[] => plan.readable.find((each) => each.field === field)?.scopes ?? [];
  const isAlways = (plan: Plan, field: Field): boolean =>
    plan.visible.every((scope) => scopesOf(plan, field).some((wide) => within(scope, wide)));
  const fields = [...record.fields.values()].filter((field) => plans.some((plan) => scopesOf(plan, field).length > 0));
  const namesWhere = (holds: (field: Field) => boolean): string[] => fields.filter(holds).map(({ name }) => name);
  const namesIn = (list: 'editable' | 'deeds'): string[] => [...new Set(plans.flatMap((plan) => plan[list].map(({ name }) => name)))];
  return {
    fields,
    always: namesWhere((field) => plans.every((plan) => isAlways(plan, field))),
    masked: namesWhere((field) => plans.some((plan) => scopesOf(plan, field).length > 0 && !isAlways(plan, field))),
    editable: namesIn('editable'),
    deeds: namesIn('deeds'),
  };
}

/** Whether every row of one scope lies in another, as far as their conditions tell. */
function isWithin(narrow: Readonly<Record<string, Condition>>, wide: Readonly<Record<string, Condition>>): boolean {
  return Object.entries(wide).every(([field, allowed]) => {
    const held = narrow[field];
    if (held === undefined) return false;
    if (held instanceof AsRead || allowed instanceof AsRead) return held === allowed;
    if (held instanceof Covered || allowed instanceof Covered) return held === allowed;
    if (held instanceof My || allowed instanceof My)
      return held instanceof My && allowed instanceof My && held.property === allowed.property;
    if (held instanceof Has || allowed instanceof Has)
      return held instanceof Has && allowed instanceof Has && held.mine.property === allowed.mine.property;
    const values = typeof held === 'object' ? held.$in : [held];
    return values.every((value) => (typeof allowed === 'object' ? allowed.$in.some((each) => each === value) : allowed === value));
  });
}
