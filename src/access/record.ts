import { getMetadataArgsStorage } from 'typeorm';
import { snakeCase } from '../platform/database/naming.ts';
import type { Lifecycle } from '../kernel/lifecycle.ts';
import type { CodeSource } from '../platform/input.ts';

/** A field group: the smallest thing a role can be granted. `internal` is granted to nobody. */
export type Group = string;

type Data<E> = { [K in keyof E as E[K] extends (...input: never[]) => unknown ? never : K]: E[K] };

/** A group, or `fixed(group)` for a field that only a deed may set. */
export type Classification = Group | { readonly group: Group; readonly fixed: true; readonly show?: Show };

/** How a stored value is shown, where the two differ. Such a field can be read, but not filtered or sorted by. */
export type Show = (stored: never) => string;

/** Every column of an entity with its group: a column that nobody classified does not compile. */
export type Classified<E> = { readonly [K in keyof Data<E>]-?: Classification };

/** A value of whoever asks, filled in when the rule is used. */
export class My {
  constructor(readonly property: 'id' | 'unitId' | 'agencyId') {}
}

/** In a scope: the asker's own `userId`, `unitId` or `agencyId`. */
export function my(property: 'userId' | 'unitId' | 'agencyId'): My {
  return new My(property === 'userId' ? 'id' : property);
}

/** A list that must hold a value of whoever asks. */
export class Has {
  constructor(readonly mine: My) {}
}

/** In a scope, for a column that is a list: it names the asker, as in `readerIds: has(my('userId'))`. */
export function has(mine: My): Has {
  return new Has(mine);
}

/** In a scope, for a column that names a person: it is one for whom whoever asks stands in today. */
export class Covered {
  readonly kind = 'covered';
}

/** In a scope: one for whom the asker stands in today, as in `workerId: coveredByMe`. Nobody, for whoever stands in for nobody. */
export const coveredByMe = new Covered();

/** The field by which rows name the row of another record that they stand under: `caseId` for a case. */
export function keyTo({ name }: { readonly name: string }): string {
  return `${name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}Id`;
}

/** Readable with its group, but set by deeds alone and never by an edit. */
export function fixed(group: Group): Classification {
  return { group, fixed: true };
}

/** A field that only deeds set and that is shown as a text instead of what is stored. */
export function shown<Stored>(group: Group, show: (stored: Stored) => string): Classification {
  return { group, fixed: true, show };
}

/** In a scope: record and group of what the role reads on rows judged alike. Filled in for each role when its law is read. */
export class AsRead {
  readonly kind = 'as-read';
}

/**
 * In a scope of a record that tells of other records: such a row is the role's if it reads that group of that record on rows of
 * the same scope. The column holds `groupKey(record, group)`.
 */
export const asRead = new AsRead();

/** A field group of a record in one word. */
export function groupKey(record: { readonly name: string; readonly fields: RecordType['fields'] }, group: Group): string {
  if (![...record.fields.values()].some((field) => field.group === group))
    throw new Error(`${record.name} has no field in group ${group}.`);
  return `${record.name}.${group}`;
}

export type Condition = My | Has | Covered | AsRead | string | boolean | { readonly $in: readonly string[] };

/** Rows a role may be granted: a flat condition on columns of the row itself. Empty means every row. */
export type Scope<E = never> = { readonly [K in keyof Data<E>]?: E[K] extends readonly unknown[] ? Has : Exclude<Condition, Has> };

/** One field as the outside knows it. */
export interface Field {
  readonly name: string;
  readonly column: string;
  /** The table that holds it: 0 is the record's own, others are its parts. */
  readonly table: number;
  readonly group: Group;
  readonly fixed: boolean;
  readonly type: string;
  readonly array: boolean;
  readonly nullable: boolean;
  readonly show: Show | null;
  /** The codes it may hold; null where it is no code. */
  readonly codes: CodeSource | null;
}

/** A table of a record: its own, or a part of it in a table of its own that a persona may have no grant on. */
export interface RecordTable {
  readonly entity: new () => object;
  readonly name: string;
  /** The column that holds the record's id. */
  readonly key: string;
}

/** A protected kind of row: its fields by group, the rows that can be granted, the deeds that can be done to it. */
export interface RecordType<E extends object = object, Scopes extends string = string, Deeds extends string = string> {
  readonly name: string;
  readonly entity: new () => E;
  readonly tables: readonly RecordTable[];
  readonly fields: ReadonlyMap<string, Field>;
  readonly scopes: Readonly<Record<Scopes, Readonly<Record<string, Condition>>>>;
  readonly deeds: readonly Deeds[];
  readonly lifecycle: Lifecycle<string, string> | null;
  /** Deeds beside the lifecycle that are open in some states only. */
  readonly deedsFrom: ReadonlyMap<string, readonly string[]>;
  /** When its fields may be edited; always, if it does not say. */
  readonly edits: Edits<E> | null;
}

/** The states in which fields of a row may be edited, and how the row itself refuses it in the others. */
export interface Edits<E> {
  readonly from: readonly string[];
  refuseOtherwise(entity: E): void;
}

interface Definition<E, Scopes extends string, Moves extends string, Deeds extends string> {
  /** Which fields hold codes of a list, and of which; a `status` holds the states of the lifecycle. */
  readonly codes?: Readonly<Record<string, CodeSource>>;
  readonly fields: Classified<E>;
  readonly scopes: Readonly<Record<Scopes, Scope<E>>>;
  readonly lifecycle?: Lifecycle<string & (E extends { status: infer S } ? S : string), Moves>;
  /** Deeds beside the moves of the lifecycle. */
  readonly deeds?: readonly Deeds[];
  /** Which of those are open in some states only; the entity refuses them in the others. */
  readonly deedsFrom?: { readonly [D in Deeds]?: readonly (E extends { status: infer S } ? S : string)[] };
  readonly edits?: Edits<E>;
  readonly parts?: readonly Part[];
}

interface Part {
  readonly entity: new () => object;
  readonly key: string;
  readonly fields: Readonly<Record<string, Classification>>;
}

/** Fields of a record that stand in a table of their own, one row for each of the record's. */
export function part<E extends object, K extends keyof Data<E> & string>(
  entity: new () => E,
  key: K,
  fields: Omit<Classified<E>, K>,
): Part {
  return { entity, key: snakeCase(key), fields };
}

/** Classifies every column of an entity and names the rows and deeds a role can be granted. */
export function record<E extends object, Scopes extends string, Moves extends string = never, Deeds extends string = never>(
  name: string,
  entity: new () => E,
  definition: Definition<E, Scopes, Moves, Deeds>,
): RecordType<E, Scopes, Moves | Deeds> {
  const parts = definition.parts ?? [];
  const tables = [
    { entity, name: tableOf(entity), key: 'id' },
    ...parts.map((p) => ({ entity: p.entity, name: tableOf(p.entity), key: p.key })),
  ];
  const fields = new Map<string, Field>();
  const lifecycle = definition.lifecycle ?? null;
  const codes = { ...(lifecycle === null ? {} : { status: lifecycle.states() }), ...definition.codes };
  addFields(fields, entity, definition.fields, 0, codes);
  parts.forEach((each, index) => addFields(fields, each.entity, each.fields, index + 1, codes));
  const nowhere = Object.keys(codes).filter((field) => !fields.has(field));
  if (nowhere.length > 0) throw new Error(`The record ${name} has codes for ${nowhere.join(', ')}, but no such field.`);
  return {
    name,
    entity,
    tables,
    fields,
    scopes: definition.scopes as Readonly<Record<Scopes, Readonly<Record<string, Condition>>>>,
    deeds: [...(lifecycle?.moves() ?? []), ...(definition.deeds ?? [])],
    lifecycle,
    deedsFrom: new Map(Object.entries(definition.deedsFrom ?? {}) as [string, readonly string[]][]),
    edits: definition.edits ?? null,
  };
}

function tableOf(entity: new () => object): string {
  const table = getMetadataArgsStorage().tables.find((each) => each.target === entity);
  if (table?.name === undefined) throw new Error(`${entity.name} names no table.`);
  return table.schema === undefined ? table.name : `${table.schema}.${table.name}`;
}

/** Whether an entity is this class or inherits its columns. */
function isOrExtends(entity: new () => object, target: unknown): boolean {
  return entity === target || (typeof target === 'function' && entity.prototype instanceof target);
}

function addFields(
  fields: Map<string, Field>,
  entity: new () => object,
  classified: Readonly<Record<string, Classification>>,
  table: number,
  codes: Readonly<Record<string, CodeSource>>,
): void {
  const columns = getMetadataArgsStorage().columns.filter(({ target }) => isOrExtends(entity, target));
  for (const [name, classification] of Object.entries(classified)) {
    const column = columns.find((each) => each.propertyName === name);
    if (column === undefined) throw new Error(`${entity.name}.${name} is classified but is no column.`);
    if (fields.has(name)) throw new Error(`${entity.name}.${name} stands in two tables of one record.`);
    const { type, array, nullable } = column.options;
    fields.set(name, {
      name,
      column: column.options.name ?? snakeCase(name),
      table,
      group: typeof classification === 'string' ? classification : classification.group,
      fixed: typeof classification !== 'string',
      type: typeof type === 'string' ? type : column.mode === 'version' ? 'integer' : 'uuid',
      array: array ?? false,
      nullable: nullable ?? false,
      show: typeof classification === 'string' ? null : (classification.show ?? null),
      codes: codes[name] ?? null,
    });
  }
}
