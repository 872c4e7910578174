import { isDeepStrictEqual } from 'node:util';
import { conditionSql, fieldsIn, isIdle, type SqlScope } from './compile.ts';
import { Covered, type Field, type RecordType } from './record.ts';
import { conditionsOf, type Role, type Settled } from './role.ts';

/** A readable field with the scopes in which it is. */
export interface Readable {
  readonly field: Field;
  readonly scopes: readonly string[];
}

/**
 * What one role can do with one record, worked out once at boot: nothing of the law is evaluated per field and row any more.
 * Everything here follows from the role's CASL rules; a test holds both equal on random rows.
 */
export class Plan {
  /** Scopes that make a row visible. */
  readonly visible: readonly string[];
  readonly readable: readonly Readable[];
  readonly editable: readonly { readonly name: string; readonly scopes: readonly string[] }[];
  readonly deeds: readonly { readonly name: string; readonly scopes: readonly string[] }[];
  /** Scopes whose truth must be read per row; none if the role has but one. */
  readonly flags: readonly string[];
  /** The groups a full row of this role touches, for the access log. */
  readonly groups: readonly string[];
  /** The field that names whose row it is, where the role has some for those it stands in for. */
  readonly coveredBy: Field | null;

  private readonly conditions: ReadonlyMap<string, Conditions>;

  constructor(
    readonly role: Role,
    readonly record: RecordType,
  ) {
    const grants = role.grants.filter((grant) => grant.record === record);
    const scopesOf = (holds: (grant: (typeof grants)[number]) => boolean): string[] => [
      ...new Set(grants.filter(holds).map((grant) => grant.scope)),
    ];
    this.visible = scopesOf((grant) => grant.see.length > 0);
    this.readable = [...record.fields.values()]
      .map((field) => ({
        field,
        scopes: scopesOf((grant) => grant.see.includes(field.group) || (field.name === 'id' && grant.see.length > 0)),
      }))
      .filter(({ scopes }) => scopes.length > 0);
    this.editable = [...new Set(grants.flatMap((grant) => fieldsIn(record, grant.edit, true)))].map((name) => ({
      name,
      scopes: scopesOf((grant) => fieldsIn(record, grant.edit, true).includes(name)),
    }));
    this.deeds = record.deeds
      .map((name) => ({ name, scopes: scopesOf((grant) => grant.do.includes(name)) }))
      .filter(({ scopes }) => scopes.length > 0);
    const scopes = scopesOf(() => true);
    this.conditions = new Map(scopes.map((scope) => [scope, conditionsOf(role, record, scope)]));
    this.flags = scopes.length > 1 ? scopes : [];
    this.groups = [...new Set(this.readable.map(({ field }) => field.group))];
    const conditions = [...this.conditions.values()].flatMap((each) => Object.entries(each));
    const covered = conditions.find(([, condition]) => condition instanceof Covered);
    this.coveredBy = covered === undefined ? null : (record.fields.get(covered[0]) ?? null);
  }

  /** Whether every visible row shows this field. */
  always(scopes: readonly string[]): boolean {
    return this.visible.every((scope) => scopes.some((other) => this.liesIn(scope, other)));
  }

  /**
   * The rows in any of these scopes, as a predicate. A scope that lies within another adds nothing but work, and one of those for whom the
   * asker stands in adds none for whoever stands in for nobody: their lists are read by the index as they ever were.
   */
  within(named: readonly string[], sql: SqlScope): string {
    const scopes = named.filter((scope) => !isIdle(this.of(scope), sql.actor));
    if (scopes.length === 0) return 'FALSE';
    const widest = scopes.filter((scope, at) => !scopes.some((other, place) => this.isCovered(scope, at, other, place)));
    return `(${widest.map((scope) => conditionSql(this.record, this.of(scope), sql)).join(' OR ')})`;
  }

  /** Whether a scope is covered by another of the list; of two alike the first one stands. */
  private isCovered(scope: string, at: number, other: string, place: number): boolean {
    return at !== place && this.liesIn(scope, other) && (place < at || !this.liesIn(other, scope));
  }

  /** Whether every row of one scope is a row of another: what the other asks is asked here as well, as narrowly or more so. */
  private liesIn(scope: string, other: string): boolean {
    const asked = this.of(scope);
    return Object.entries(this.of(other)).every(([field, wide]) => Object.hasOwn(asked, field) && isWithin(asked[field], wide));
  }

  private of(scope: string): Conditions {
    const known = this.conditions.get(scope);
    // No condition would be every row.
    if (known === undefined) throw new Error(`${this.role.name} is granted nothing on ${this.record.name} ${scope}.`);
    return known;
  }
}

type Conditions = Readonly<Record<string, Settled>>;

/** Whether whatever meets one condition meets another. */
function isWithin(narrow: Settled | undefined, wide: Settled): boolean {
  const [few, many] = [valuesOf(narrow), valuesOf(wide)];
  if (few !== null && many !== null) return few.every((value) => many.includes(value));
  return isDeepStrictEqual(narrow, wide);
}

/** The values a condition lets a column have, where it names them. */
function valuesOf(condition: Settled | undefined): readonly unknown[] | null {
  if (typeof condition === 'string') return [condition];
  return typeof condition === 'object' && '$in' in condition ? condition.$in : null;
}

/** The plans of all roles, made on first use. */
export class Plans {
  private readonly plans = new Map<Role, Map<RecordType, Plan>>();

  /** What this role can do with this record. */
  of(role: Role, record: RecordType): Plan {
    const ofRole = this.plans.get(role) ?? new Map<RecordType, Plan>();
    this.plans.set(role, ofRole);
    const plan = ofRole.get(record) ?? new Plan(role, record);
    ofRole.set(record, plan);
    return plan;
  }
}

/** Which scopes a loaded row lies in, for one actor. */
export function scopesHeld(plan: Plan, row: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  if (plan.flags.length === 0) return new Set(plan.role.grants.filter((grant) => grant.record === plan.record).map((grant) => grant.scope));
  return new Set(plan.flags.filter((scope) => row[`in:${scope}`] === true));
}
