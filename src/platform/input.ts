import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { parseBirthQuarter } from '../kernel/age-band.ts';
import { isLocalTime, parseDay } from '../kernel/local-time.ts';

/** What is wrong with a value: a code that has words, and what the words need. */
export interface Wrong {
  readonly code: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Looks at one value as it came; null when it can be taken. */
export type Check = (value: unknown) => Wrong | null;

/** The name under which our checks stand among those of class-validator; their message is the `Wrong`, as JSON. */
export const checkedHere = 'homeward';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
// Control characters, and those that turn the direction of what follows: nobody types them, and they make a text look like another.
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u;
const unseenInLines = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u;

/** A field with one check of its own; the other decorators here are made of it. */
export function Checked(check: Check, api: ApiPropertyOptions): PropertyDecorator {
  const found = (value: unknown): Wrong | null => (value === undefined ? { code: 'missing' } : check(value));
  return applyDecorators(
    ValidateBy({
      name: checkedHere,
      validator: { validate: (value) => found(value) === null, defaultMessage: (seen) => JSON.stringify(found(seen?.value)) },
    }),
    ApiProperty(api),
  );
}

/** How a text may differ from one plain line. */
export interface TextOptions {
  /** The text may have several lines. */
  readonly lines?: boolean;
  readonly min?: number;
}

/** Whether a value is a text that people can read and the database can keep. */
export function textCheck(max: number, { lines = false, min = 1 }: TextOptions = {}): Check {
  return (value) => {
    if (typeof value !== 'string') return { code: 'not-text' };
    // A text has at least half as many letters as places, so a huge one is refused without a look at it.
    if (value.length > max * 2 || [...value].length > max) return { code: 'too-long', params: { max } };
    if (!value.isWellFormed() || (lines ? unseenInLines : unseen).test(value)) return { code: 'unseen-characters' };
    const length = [...value.trim()].length;
    if (length === 0) return { code: 'empty' };
    return length < min ? { code: 'too-short', params: { min } } : null;
  };
}

/** A text of at most `max` characters, kept in one form of Unicode, so that what looks equal is equal. */
export function Text(max: number, options: TextOptions = {}): PropertyDecorator {
  const normal = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.normalize('NFC') : value));
  return applyDecorators(normal, Checked(textCheck(max, options), { type: String, minLength: options.min ?? 1, maxLength: max }));
}

const mailAddress = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,189}$/;

/** Whether mail can be sent to this. Whether it arrives is for the mail server to say. */
export const mailAddressCheck: Check = (value) =>
  textCheck(254)(value) === null && mailAddress.test(value as string) ? null : { code: 'not-a-mail-address' };

/** An address that mail can be sent to. */
export function MailAddress(): PropertyDecorator {
  return Checked(mailAddressCheck, { type: String, pattern: mailAddress.source, maxLength: 254 });
}

/** A telephone number with its country, as networks take it (E.164). Whether there is one is for the network to say. */
export function PhoneNumber(): PropertyDecorator {
  const form = /^\+[1-9]\d{6,14}$/;
  const check: Check = (value) => (typeof value === 'string' && form.test(value) ? null : { code: 'not-a-phone-number' });
  return Checked(check, { type: String, pattern: form.source, example: '+992900000000' });
}

/** The codes to choose from: as they are, or asked for when they are needed. */
export type CodeSource = readonly string[] | (() => readonly string[]);

/** Where the schema of an input says from which list its codes come: the list is read when the description is drawn, not before. */
export const codesKey = 'x-codes';

/** The codes of a source as they are now. */
export function codesOf(list: CodeSource): readonly string[] {
  return typeof list === 'function' ? list() : list;
}

function codeCheck(list: CodeSource): Check {
  return (value) => {
    const allowed = codesOf(list);
    return typeof value === 'string' && allowed.includes(value) ? null : { code: 'not-a-code', params: { allowed } };
  };
}

/** One code of a list. */
export function Code(list: CodeSource): PropertyDecorator {
  return Checked(codeCheck(list), { type: String, [codesKey]: list } as ApiPropertyOptions);
}

/** Several codes of a list, none twice. */
export function Codes(list: CodeSource, { min = 0, max = 20 }: { readonly min?: number; readonly max?: number } = {}): PropertyDecorator {
  const one = codeCheck(list);
  const all: Check = (value) => {
    if (!Array.isArray(value)) return { code: 'not-a-list' };
    if (value.length > max) return { code: 'too-many-codes', params: { max } };
    if (value.length < min) return { code: 'too-few-codes', params: { min } };
    if (new Set(value).size < value.length) return { code: 'given-twice' };
    return value.map(one).find((wrong) => wrong !== null) ?? null;
  };
  return Checked(all, { type: [String], minItems: min, maxItems: max, uniqueItems: true, [codesKey]: list } as ApiPropertyOptions);
}

/** The id of a record. */
export function Id(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    Checked((value) => (isId(value) ? null : { code: 'not-an-id' }), { type: String, format: 'uuid' }),
  );
}

/** The ids of several records, none twice. */
export function Ids(max: number): PropertyDecorator {
  const check: Check = (value) => {
    if (!Array.isArray(value)) return { code: 'not-a-list' };
    if (value.length > max) return { code: 'too-many-codes', params: { max } };
    if (new Set(value).size < value.length) return { code: 'given-twice' };
    return value.every(isId) ? null : { code: 'not-an-id' };
  };
  return Checked(check, { type: [String], format: 'uuid', maxItems: max, uniqueItems: true });
}

/** Whether this can be the id of a record. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value);
}

/** A day of the calendar that exists, `2026-03-20`. */
export function Day(): PropertyDecorator {
  const check: Check = (value) => (typeof value === 'string' && parseDay(value) !== undefined ? null : { code: 'not-a-day' });
  return Checked(check, { type: String, format: 'date', example: '2026-03-20' });
}

/** A time on the clock of some place, `09:00`. */
export function TimeOfDay(): PropertyDecorator {
  const check: Check = (value) => (typeof value === 'string' && isLocalTime(value) ? null : { code: 'not-a-time' });
  return Checked(check, { type: String, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', example: '09:00' });
}

/** An instant with its zone, `2026-03-20T09:00:00+05:00`. */
export function Moment(): PropertyDecorator {
  const check: Check = (value) => (isMoment(value) ? null : { code: 'not-a-moment' });
  return Checked(check, { type: String, format: 'date-time', example: '2026-03-20T09:00:00+05:00' });
}

/** Whether a value is an instant with its zone, on a day that exists. */
export function isMoment(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const [, onDay] = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.exec(value) ?? [];
  return onDay !== undefined && parseDay(onDay) !== undefined && !Number.isNaN(Date.parse(value));
}

/** A quarter of a year, `2015-Q3`. */
export function Quarter(): PropertyDecorator {
  const check: Check = (value) => (typeof value === 'string' && parseBirthQuarter(value) !== undefined ? null : { code: 'not-a-quarter' });
  return Checked(check, { type: String, pattern: '^[12]\\d{3}-Q[1-4]$', example: '2015-Q3' });
}

/** Yes or no. */
export function Flag(): PropertyDecorator {
  return Checked((value) => (typeof value === 'boolean' ? null : { code: 'not-yes-or-no' }), { type: Boolean });
}

/** A whole number within limits. */
export function Whole(min: number, max: number): PropertyDecorator {
  const check: Check = (value) => {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return { code: 'not-a-whole-number' };
    return (value as number) >= min && (value as number) <= max ? null : { code: 'out-of-range', params: { min, max } };
  };
  return Checked(check, { type: 'integer', minimum: min, maximum: max });
}

/** Several rows of one form; how many at most may be asked for when it is needed. */
export function Rows(
  form: new () => object,
  { min = 0, max }: { readonly min?: number; readonly max: number | (() => number) },
): PropertyDecorator {
  const check: Check = (value) => {
    const most = typeof max === 'function' ? max() : max;
    if (!Array.isArray(value)) return { code: 'not-a-list' };
    if (value.length < min) return { code: 'too-few-codes', params: { min } };
    // A list within a list would be looked into, and taken for what it holds.
    const isRow = (each: unknown): boolean => typeof each === 'object' && each !== null && !Array.isArray(each);
    if (!value.every(isRow)) return { code: 'not-rows' };
    return value.length > most ? { code: 'too-many-codes', params: { max: most } } : null;
  };
  return applyDecorators(
    Type(() => form),
    ValidateNested({ each: true }),
    Checked(check, { type: [form], minItems: min, ...(typeof max === 'number' ? { maxItems: max } : {}) }),
  );
}

/** This field may be left out. Null is not leaving out, and is refused. */
export function Maybe(): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    ApiProperty({ required: false }),
  );
}

const deepest = 20;

/** Whether a body is nested deeper than any form of ours: what walks down it would never come back. */
export function isTooDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each as Record<string, unknown>) : []));
  }
  return false;
}
