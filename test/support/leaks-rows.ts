import { randomBytes, randomUUID } from 'node:crypto';
import type { House } from './app.ts';

/** Somebody in whose reach a row lies: it is theirs, their unit's, their agency's. */
export interface Owner {
  readonly id: string;
  readonly unitId: string;
  readonly agencyId: string;
}

/** A value that stands in one field of one row and nowhere else in the world. */
export interface Canary {
  readonly token: string;
  readonly table: string;
  readonly column: string;
  readonly key: string;
}

export type Values = Readonly<Record<string, unknown>>;

/** A column as the catalogue describes it. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly target: string | null;
}

/** Whose a row of a case is: copies of the case's columns, which hold the keys for all. */
const scope = ['worker_id', 'unit_id', 'supervisor_unit_id', 'specialist_unit_id'];
const catalogue = `SELECT a.attrelid::regclass::text AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required,
    (SELECT min(k.confrelid::regclass::text) FROM pg_constraint k JOIN pg_attribute named ON named.attrelid = k.conrelid AND named.attnum = k.conkey[1]
      WHERE k.contype = 'f' AND named.attname = a.attname
        AND (k.conrelid = a.attrelid OR k.conrelid = 'case_core'::regclass AND a.attname = ANY ('{${scope.join(',')}}'))) AS target
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY a.attnum`;

/**
 * Plants rows in any table, from the catalogue alone, with a canary in every text and every free id: a table that lands
 * tomorrow is planted without a word about it here.
 */
export class Planter {
  readonly canaries: Canary[] = [];
  private readonly tables = new Map<string, Column[]>();
  private count = 0;

  private constructor(private readonly house: House) {}

  /** Reads the catalogue, and takes away the checks on values, so that a canary fits everywhere, and that numbers are drawn but once. */
  static async in(house: House): Promise<Planter> {
    const planter = new Planter(house);
    for (const { table, ...column } of await house.rows<Column & { table: string }>(catalogue))
      planter.tables.set(table, [...(planter.tables.get(table) ?? []), column]);
    const checks = await house.rows<{ drop: string }>(
      `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace AND (contype = 'c' OR contype = 'u' AND EXISTS (SELECT 1 FROM pg_attribute a
         WHERE a.attrelid = conrelid AND a.attnum = ANY (conkey) AND a.atttypid = 'integer'::regtype))`,
    );
    for (const { drop } of checks) await house.rows(drop);
    return planter;
  }

  /** The columns of a table. */
  columns(table: string): readonly Column[] {
    return this.tables.get(table) ?? [];
  }

  /** Every table of the database with its columns. */
  everything(): ReadonlyMap<string, readonly Column[]> {
    return this.tables;
  }

  /** Looks no more for what was planted in a column of some rows, because something else stands there now. */
  forget(table: string, column: string, keys: ReadonlySet<string>): void {
    const others = this.canaries.filter((each) => each.table !== table || each.column !== column || !keys.has(each.key));
    this.canaries.splice(0, this.canaries.length, ...others);
  }

  /** Plants a row that lies in the owner's reach, and the rows it refers to. Returns the row. */
  async plant(table: string, owner: Owner, given: Values = {}, key = 'id'): Promise<Values> {
    const row: Record<string, unknown> = {};
    for (const column of this.columns(table))
      row[column.name] = column.name in given ? given[column.name] : await this.valueFor(column, owner, key);
    const insert = `INSERT INTO ${table} AS t SELECT * FROM json_populate_record(NULL::${table}, $1) RETURNING to_jsonb(t) AS row`;
    const [stored] = await this.house.rows<{ row: Values }>(insert, [JSON.stringify(row)]);
    for (const { name, type, target } of this.columns(table)) {
      const free = type.startsWith('text') || (type === 'uuid' && target === null && name !== key && name !== 'agency_id');
      const [token] = Array.isArray(row[name]) ? (row[name] as unknown[]) : [row[name]];
      // What a trigger set otherwise is not there to be found.
      const isThere = JSON.stringify(stored?.row[name]) === JSON.stringify(row[name]);
      if (free && isThere && !(name in given) && typeof token === 'string')
        this.canaries.push({ token, table, column: name, key: row[key] as string });
    }
    return row;
  }

  /** SQL for another value of a column, such that orders change too; undefined where only one value makes sense. */
  other({ type, target, name }: Column, owner: Owner): string | undefined {
    if (name === 'agency_id') return undefined;
    const known = target === null ? undefined : ofOwner(target, owner);
    if (target !== null) return known === undefined ? undefined : `'${known}'::uuid`;
    const step = (most: number): string => `(1 + floor(random() * ${most}))::int`;
    if (type === 'text') return `left(md5("${name}" || random()::text), 20)`;
    if (type === 'integer[]') return `"${name}" || ${step(90)}`;
    if (type === 'text[]') return `"${name}" || md5(random()::text)`;
    if (type === 'boolean') return `NOT coalesce("${name}", false)`;
    if (type === 'date') return `coalesce("${name}", '2026-01-01') + ${step(300)}`;
    if (type.startsWith('timestamp')) return `coalesce("${name}", '2026-01-01Z') + interval '1 hour' * ${step(300)}`;
    if (type === 'uuid') return 'gen_random_uuid()';
    // Numbers stay such as have words: some are shown as an alias.
    return /int|numeric/.test(type) ? `(coalesce("${name}", 0) / 1000 + 7) % 32 * 1000 + coalesce("${name}", 0) % 1000` : undefined;
  }

  private async valueFor(column: Column, owner: Owner, key: string): Promise<unknown> {
    const { name, type, target, required } = column;
    this.count += 1;
    // A row may carry another one, and have its id.
    if (name === key && type === 'uuid') return target === null ? randomUUID() : (await this.plant(target, owner)).id;
    if (target !== null) {
      const known = ofOwner(target, owner);
      if (known !== undefined) return name === 'parent_unit_id' ? null : known;
      return required ? (await this.plant(target, owner)).id : null;
    }
    // An agency is mostly named beside a unit, by a key of both columns.
    if (name === 'agency_id') return owner.agencyId;
    const token = `CNRY${this.count}X${randomBytes(4).toString('hex')}`;
    if (type === 'text') return token;
    if (type === 'text[]') return [token];
    if (type === 'boolean') return false;
    if (type === 'date') return new Date(Date.UTC(2026, 0, 1 + (this.count % 300))).toISOString().slice(0, 10);
    if (type.startsWith('timestamp')) return new Date(Date.UTC(2026, 0, 1, 0, 0, this.count)).toISOString();
    if (type === 'uuid') return randomUUID();
    // The places of a service are a list of forms; a token in one of their texts is a token in any.
    if (name === 'sites') return [{ name: token, region: null, address: token, city: null, hours: [] }];
    if (type === 'json' || type === 'jsonb') return { token };
    if (type.endsWith('[]')) return [];
    if (/int|numeric/.test(type)) return (this.count % 32) * 1_000 + (Math.floor(this.count / 32) % 90);
    if (required) throw new Error(`No value is known for ${name} of the type ${type}.`);
    return null;
  }
}

function ofOwner(target: string, owner: Owner): string | undefined {
  if (target === 'person') return owner.id;
  if (target === 'unit') return owner.unitId;
  return target === 'agency' ? owner.agencyId : undefined;
}
