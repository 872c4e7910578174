import { codesKey, codesOf, type CodeSource } from '../../platform/input.ts';
import { isSearchable, isSortable } from '../page.ts';
import { keyTo, type Field, type RecordType } from '../record.ts';
import type { Sight } from './sight.ts';

/** A piece of the description, as it is written down. */
export type Json = Readonly<Record<string, unknown>>;

const forms: Readonly<Record<string, Json>> = {
  uuid: { type: 'string', format: 'uuid' },
  text: { type: 'string' },
  date: { type: 'string', format: 'date' },
  timestamptz: { type: 'string', format: 'date-time' },
  boolean: { type: 'boolean' },
  smallint: { type: 'integer' },
  integer: { type: 'integer' },
  jsonb: { type: 'object', additionalProperties: true },
};

/** The name of a record's schema: `follow-up` is `FollowUp`. */
export function schemaName({ name }: RecordType): string {
  return name.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

/** What a field of an input may be, with the codes of its list. */
export function withCodes({ [codesKey]: source, ...schema }: Json): Json {
  if (source === undefined) return schema;
  const codes = { enum: [...codesOf(source as CodeSource)] };
  return schema.type === 'array' ? { ...schema, items: { ...(schema.items as Json), ...codes } } : { ...schema, ...codes };
}

/** Where another place of the description points to. */
export function refTo(kind: string, name: string): Json {
  return { $ref: `#/components/${kind}/${name}` };
}

/** One value of a field, never null. */
function valueOf(field: Field): Json {
  if (field.show !== null) return { type: 'string' };
  const form = forms[field.type];
  if (form === undefined) throw new Error(`Nobody says how a ${field.type} is shown: ${field.name}.`);
  return field.codes === null ? form : { ...form, enum: [...codesOf(field.codes)] };
}

function schemaOf(field: Field): Json {
  const value = valueOf(field);
  const { type, enum: codes, ...rest } = field.array ? { type: 'array', items: value } : (value as { type: string; enum?: string[] });
  if (!field.nullable) return { type, ...(codes === undefined ? {} : { enum: codes }), ...rest };
  return { type: [type, 'null'], ...(codes === undefined ? {} : { enum: [...codes, null] }), ...rest };
}

function namesFrom(names: readonly string[], description: string): Json {
  const items = { type: 'string', ...(names.length === 0 ? {} : { enum: names }) };
  return { type: 'array', items, uniqueItems: true, ...(names.length === 0 ? { maxItems: 0 } : {}), description };
}

/** A record as it is shown: a field that the reader may not see is absent. */
export function recordSchema({ fields, always, masked, editable, deeds }: Sight): Json {
  const meta = {
    masked: namesFrom(masked, 'Fields that the reader may read on other rows, but not on this one.'),
    editable: namesFrom(editable, 'Fields that the reader may set on this row.'),
    can: namesFrom(deeds, 'Deeds that are the reader’s to do and possible in the state of this row.'),
  };
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])),
      meta: { type: 'object', properties: meta, required: Object.keys(meta), additionalProperties: false },
    },
    required: [...new Set(['id', ...always]), 'meta'],
    additionalProperties: false,
  };
}

/** A page of a record's rows. */
export function pageSchema(record: RecordType): Json {
  const next = { type: ['string', 'null'], description: 'What to send as `after` for the next page; null on the last one.' };
  return {
    type: 'object',
    properties: { items: { type: 'array', maxItems: 100, items: refTo('schemas', schemaName(record)) }, next },
    required: ['items', 'next'],
    additionalProperties: false,
  };
}

/** What may follow the `?` of a record's list. A field that the asker may not read is refused like one that does not exist. */
export function listParameters({ fields }: Sight, under?: string): Json[] {
  const sorts = fields.filter(isSortable).flatMap(({ name }) => [name, `-${name}`]);
  const description = 'Empty values come last.';
  return [
    refTo('parameters', 'Limit'),
    refTo('parameters', 'After'),
    { name: 'sort', in: 'query', description, schema: { type: 'string', enum: sorts } },
    // Under which row it is listed says the address.
    ...fields
      .filter((field) => isSearchable(field) && (under === undefined || field.name !== keyTo({ name: under })))
      .map((field) => {
        const schema = { type: 'array', items: valueOf(field), minItems: 1 };
        return { name: field.name, in: 'query', style: 'form', explode: false, schema };
      }),
  ];
}
