import { buildMongoQueryMatcher, createMongoAbility, subject, type MongoAbility, type RawRuleOf, type RuleOf } from '@casl/ability';
import { rulesToCondition } from '@casl/ability/extra';
import { $and, $eq, $in, and, eq, within } from '@ucast/mongo2js';
import type { Actor } from '../platform/database/context.ts';
import { AsRead, Covered, Has, My, type Condition, type Field, type RecordType } from './record.ts';
import { conditionsOf, type Grant, type Role } from './role.ts';

type Ability = MongoAbility;
type Rule = RuleOf<Ability>;
type RawRule = RawRuleOf<Ability>;

/**
 * Only equality and membership exist in the law: nothing that could be probed, hang, or match what was not loaded.
 * On a list, equality asks whether one of its values is equal: so `has` is read in memory.
 */
const conditionsMatcher = buildMongoQueryMatcher({ $and, $eq, $in }, { and, eq, in: within });

/** A record's fields in one group set. */
export function fieldsIn(record: RecordType, groups: readonly string[], edit: boolean): string[] {
  return [...record.fields.values()].filter((field) => groups.includes(field.group) && !(edit && field.fixed)).map((field) => field.name);
}

function rulesOf(role: Role, grant: Grant): RawRule[] {
  const { record, scope } = grant;
  const conditions = conditionsOf(role, record, scope);
  for (const group of [...grant.see, ...grant.edit]) {
    if (![...record.fields.values()].some((field) => field.group === group))
      throw new Error(`${record.name} has no field in group ${group}.`);
  }
  const base = Object.keys(conditions).length === 0 ? { subject: record.name } : { subject: record.name, conditions };
  const rules: RawRule[] = [];
  const readable = fieldsIn(record, grant.see, false);
  const editable = fieldsIn(record, grant.edit, true);
  if (readable.length > 0) rules.push({ ...base, action: 'read', fields: ['id', ...readable.filter((name) => name !== 'id')] });
  if (editable.length > 0) rules.push({ ...base, action: 'update', fields: editable });
  for (const deed of grant.do) rules.push({ ...base, action: `do:${deed}` });
  if (grant.create) rules.push({ ...base, action: 'create' });
  return rules;
}

/** The law of a role as CASL rules, with `my(...)` still open. */
export function rulesOfRole(role: Role): RawRule[] {
  return role.grants.flatMap((grant) => rulesOf(role, grant));
}

const abilityOptions = {
  conditionsMatcher: conditionsMatcher as never,
  detectSubjectType: (row: object) => (row as { __record: string }).__record,
};

/** The law of a role with `my(...)` still open: for SQL, where the asker's values become parameters. */
export function openAbility(role: Role): Ability {
  return createMongoAbility(rulesOfRole(role), abilityOptions as never);
}

/** The law of a role for one actor: for rows in memory. */
export function abilityOf(role: Role, actor: Actor): Ability {
  const rules = rulesOfRole(role).map((rule) =>
    rule.conditions === undefined ? rule : { ...rule, conditions: filledIn(rule.conditions as never, actor) },
  );
  return createMongoAbility(rules as RawRule[], abilityOptions as never);
}

function filledIn(conditions: Readonly<Record<string, Condition>>, actor: Actor): Record<string, unknown> {
  return Object.fromEntries(Object.entries(conditions).map(([field, value]) => [field, filledInValue(value, actor)]));
}

function filledInValue(value: Condition, actor: Actor): unknown {
  if (value instanceof Has) return mine(value.mine, actor);
  if (value instanceof Covered) return { $in: coveredBy(actor) };
  return value instanceof My ? mine(value, actor) : value;
}

/** For whom somebody stands in today. */
function coveredBy(actor: Actor): readonly string[] {
  return actor.standing?.for ?? [];
}

/** Whether a scope has rows for whoever asks only while they stand in for somebody, and they do not. */
export function isIdle(conditions: Readonly<Record<string, Condition>>, actor: Actor): boolean {
  return coveredBy(actor).length === 0 && Object.values(conditions).some((value) => value instanceof Covered);
}

function mine(value: My, actor: Actor): string {
  const found = actor[value.property];
  if (found === '') throw new Error(`The actor has no ${value.property}, so no rule that needs it may be used.`);
  return found;
}

/** Marks a row with the kind of record it is, as CASL asks for it. */
export function asSubject(record: RecordType, row: object): object {
  return subject(record.name, { ...row, __record: record.name });
}

/** What a condition needs to become SQL. */
export interface SqlScope {
  readonly alias: string;
  readonly bind: (value: unknown) => string;
  readonly actor: Actor;
}

/** The rows (or, with a field, the rows on which it may be read) as a predicate. Nothing granted: FALSE. */
export function whereOf(ability: Ability, action: string, record: RecordType, sql: SqlScope, field?: string): string {
  return predicateOf(ability.rulesFor(action, record.name, field), record, sql);
}

/** A list of rules as one predicate. */
export function predicateOf(rules: readonly Rule[], record: RecordType, sql: SqlScope): string {
  // CASL drops the conditions beside an unconditional rule, but their values would be bound already and have no place in the text.
  if (rules.some((rule) => rule.conditions === undefined)) return '(TRUE)';
  const condition = rulesToCondition<Ability, string, string>(
    rules,
    (rule) => conditionSql(record, (rule.conditions ?? {}) as never, sql),
    { and: (all) => all.join(' AND '), or: (any) => [...new Set(any)].join(' OR '), empty: () => 'TRUE' },
  );
  if (condition === null || condition === '') return 'FALSE';
  return `(${condition})`;
}

/** One flat condition as SQL; identifiers come from the record's own list of columns, values are always parameters. */
export function conditionSql(
  record: RecordType,
  conditions: Readonly<Record<string, Condition>>,
  { alias, bind, actor }: SqlScope,
): string {
  const parts = Object.entries(conditions).map(([name, value]) => {
    const column = `${alias}."${columnOf(record, name).column}"`;
    if (value instanceof AsRead) throw new Error(`What is read there is open in a scope of ${record.name}.`);
    if (value instanceof My) return `${column} = ${bind(mine(value, actor))}::uuid`;
    if (value instanceof Has) return `${bind(mine(value.mine, actor))}::uuid = ANY(${column})`;
    if (value instanceof Covered) return `${column} = ANY(${bind(coveredBy(actor))}::uuid[])`;
    if (typeof value === 'object') return value.$in.length === 0 ? 'FALSE' : `${column} = ANY(${bind(value.$in)})`;
    if (typeof value === 'boolean') return value ? column : `NOT ${column}`;
    return `${column} = ${bind(value)}`;
  });
  return parts.length === 0 ? 'TRUE' : `(${parts.join(' AND ')})`;
}

function columnOf(record: RecordType, name: string): Field {
  const field = record.fields.get(name);
  if (field === undefined || field.table !== 0)
    throw new Error(`A scope of ${record.name} names ${name}, which is no column of its own table.`);
  return field;
}
