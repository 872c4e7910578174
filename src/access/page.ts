import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { parseDay } from '../kernel/local-time.ts';
import { invalidInput, unknownField } from '../kernel/problem.ts';
import { isMoment } from '../platform/input.ts';
import type { Field } from './record.ts';
import type { Plan } from './plan.ts';

/** What may follow the `?` of a list: `limit`, `after`, `sort` and any readable field. */
export type Query = Readonly<Record<string, unknown>>;

/** A stretch of a time, or its absence, to which a list is narrowed beside its filters: what a word like "overdue" means at a moment. */
export interface Stretch {
  readonly field: string;
  readonly from?: Date;
  readonly before?: Date;
  readonly isEmpty?: true;
}

/** A list within another one: what it is filtered by, and to which stretches of time it is narrowed. */
export interface Narrowed {
  readonly query: Query;
  readonly stretches: readonly Stretch[];
}

/** A list as asked for, checked against what the asker may read. */
export interface Listing {
  readonly limit: number;
  readonly sort: Field | null;
  readonly descending: boolean;
  readonly after: Position | null;
  readonly filters: readonly { readonly field: Field; readonly scopes: readonly string[]; readonly values: readonly string[] }[];
  readonly stretches: readonly { readonly field: Field; readonly scopes: readonly string[]; readonly stretch: Stretch }[];
  readonly sortScopes: readonly string[];
}

/** Where a page ends: the value of the sorted field and the id. */
export interface Position {
  readonly value: unknown;
  readonly id: string;
}

const sortable = new Set(['text', 'date', 'timestamptz', 'smallint', 'integer', 'uuid']);

/** Whether a list can be searched by this field, by whoever may read it. */
export function isSearchable({ array, show, type }: Field): boolean {
  return !array && show === null && type !== 'jsonb';
}

/** Whether a list can be put in the order of this field. */
export function isSortable(field: Field): boolean {
  return isSearchable(field) && sortable.has(field.type);
}
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reads the query of a list. A field the asker cannot read does not exist (400, the same words as for any unknown one). */
export function listingOf(
  plan: Plan,
  query: Query,
  open: (cursor: string, bound: string) => Position | null,
  narrowed: readonly Stretch[] = [],
): Listing {
  const { limit = '20', after, sort, ...rest } = query;
  const readable = (name: string): { field: Field; scopes: readonly string[] } => {
    const found = plan.readable.find(({ field }) => field.name === name);
    if (found === undefined || !isSearchable(found.field)) throw unknownField(name);
    return found;
  };
  const filters = Object.entries(rest).map(([name, value]) => {
    const { field, scopes } = readable(name);
    return { field, scopes, values: valuesOf(field, value) };
  });
  if (typeof limit !== 'string' || !/^([1-9][0-9]?|100)$/.test(limit)) throw invalidInput({ field: 'limit', code: 'limit-range' });
  if (sort !== undefined && typeof sort !== 'string') throw invalidInput({ field: 'sort', code: 'given-twice' });
  const descending = sort?.startsWith('-') ?? false;
  const sorted = sort === undefined ? null : readable(descending ? sort.slice(1) : sort);
  if (sorted !== null && !isSortable(sorted.field)) throw unknownField(sorted.field.name);
  if (after !== undefined && typeof after !== 'string') throw invalidInput({ field: 'after', code: 'given-twice' });
  const position = after === undefined ? null : open(after, boundTo(plan, query));
  if (after !== undefined && position === null) throw invalidInput({ field: 'after', code: 'not-a-page' });
  const stretches = narrowed.map((stretch) => ({ ...readable(stretch.field), stretch }));
  const order = { sort: sorted?.field ?? null, sortScopes: sorted?.scopes ?? [], descending };
  return { limit: Number(limit), after: position, filters, stretches, ...order };
}

/** What a cursor belongs to: it opens on the same list in the same order only. */
export function boundTo(plan: Plan, { after: _, limit: __, ...rest }: Query): string {
  return JSON.stringify([plan.role.name, plan.record.name, Object.entries(rest).sort()]);
}

function valuesOf(field: Field, value: unknown): string[] {
  if (typeof value !== 'string') throw invalidInput({ field: field.name, code: 'given-twice' });
  const values = value.split(',');
  const fits = (each: string): boolean => {
    if (each === '' || each.length > 200 || each.includes('\0')) return false;
    if (field.type === 'uuid') return uuid.test(each);
    if (field.type === 'boolean') return each === 'true' || each === 'false';
    if (field.type === 'date') return parseDay(each) !== undefined;
    if (field.type === 'timestamptz') return isMoment(each);
    if (field.type === 'smallint') return /^-?\d{1,4}$/.test(each);
    if (field.type === 'integer') return /^-?\d{1,9}$/.test(each);
    return true;
  };
  if (!values.every(fits)) throw invalidInput({ field: field.name, code: 'not-a-value' });
  return values;
}

/** Seals the place where a page ended: it says nothing, cannot be altered, and opens for the same person and list only. */
export class Cursors {
  constructor(private readonly key: Buffer) {}

  seal(position: Position, actorId: string, bound: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(`${actorId}|${bound}`));
    const sealed = Buffer.concat([cipher.update(JSON.stringify([position.value, position.id]), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  open(cursor: string, actorId: string, bound: string): Position | null {
    const bytes = Buffer.from(cursor, 'base64url');
    if (bytes.length < 30) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, 12), { authTagLength: 16 })
        .setAAD(Buffer.from(`${actorId}|${bound}`))
        .setAuthTag(bytes.subarray(12, 28));
      const [value, id] = JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')) as [
        unknown,
        string,
      ];
      return { value, id };
    } catch {
      return null;
    }
  }
}
