/** Small checks of which the shapes of reference files are made: each takes what a file says and gives it back typed, or says where it is wrong. */

/** A value of a reference file that cannot be used, and where it stands. */
export class ReferenceFault extends Error {
  constructor(
    readonly where: string,
    readonly problem: string,
  ) {
    super(`${where.replace(/:$/, '')}: ${problem}`);
    this.name = 'ReferenceFault';
  }
}

/** Takes a value found at a place, or throws. A place is written `timers.json: ladder[1].to`; the file alone, `timers.json:`. */
export type Check<T> = (value: unknown, where: string) => T;
/** What a check gives back. */
export type Checked<C> = C extends Check<infer T> ? T : never;

type Checks = Readonly<Record<string, Check<unknown>>>;
type Required<R extends Checks> = { readonly [K in keyof R]: Checked<R[K]> };
type Optional<O extends Checks> = { readonly [K in keyof O]?: Checked<O[K]> };
type Flat<T> = { readonly [K in keyof T]: T[K] };

const within = (where: string, name: string): string => (where.endsWith(':') ? `${where} ${name}` : `${where}.${name}`);

/** Says that a value is not what its place asks for. */
export function refuse(where: string, expected: string, found: unknown): never {
  const shown = JSON.stringify(found) ?? 'nothing';
  throw new ReferenceFault(where, `expected ${expected}, found ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}`);
}

/** Text that is not empty and has no space around it. */
export const text: Check<string> = (value, where) =>
  typeof value === 'string' && value.trim() === value && value !== '' ? value : refuse(where, 'a text', value);

/** Text of a given form. */
export function textLike<T extends string = string>(form: RegExp, expected: string): Check<T> {
  return (value, where) => (form.test(text(value, where)) ? (value as T) : refuse(where, expected, value));
}

/** A name by which programs know a code. Written once, it never changes its meaning. */
export const id = textLike(/^[a-z0-9]+\+?(-[a-z0-9]+)*$/i, 'an id of letters, digits and hyphens');

/** A whole number within limits. */
export function whole(least = 0, most = 100_000): Check<number> {
  return (value, where) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
      ? (value as number)
      : refuse(where, `a whole number from ${least} to ${most}`, value);
}

/** Yes or no. */
export const truth: Check<boolean> = (value, where) => (typeof value === 'boolean' ? value : refuse(where, 'true or false', value));

/** One of a few values. */
export function oneOf<const T extends string | number>(...allowed: readonly T[]): Check<T> {
  return (value, where) => (allowed.includes(value as T) ? (value as T) : refuse(where, `one of ${allowed.join(', ')}`, value));
}

/** What another function reads out of a text, which gives nothing when it cannot. */
export function readBy<T>(read: (written: string) => T | undefined, expected: string): Check<T> {
  return (value, where) => read(text(value, where)) ?? refuse(where, expected, value);
}

/** A list. */
export function list<T>(of: Check<T>, least = 0): Check<readonly T[]> {
  return (value, where) =>
    Array.isArray(value) && value.length >= least
      ? value.map((one, at) => of(one, `${where}[${at}]`))
      : refuse(where, least > 0 ? `a list of at least ${least}` : 'a list', value);
}

/** Named values: these, and perhaps those, and nothing else. */
export function object<R extends Checks, O extends Checks = Record<never, never>>(
  required: R,
  optional: O = {} as O,
): Check<Flat<Required<R> & Optional<O>>> {
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(where, 'named values', value);
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(required, name) && !Object.hasOwn(optional, name))
        throw new ReferenceFault(within(where, name), 'nobody reads this');
    }
    const given = Object.entries(value);
    for (const name of Object.keys(required)) {
      if (!given.some(([one]) => one === name)) throw new ReferenceFault(within(where, name), 'is missing');
    }
    const checked = given.map(([name, one]) => [name, (required[name] ?? optional[name])!(one, within(where, name))]); // every name was found above
    return Object.fromEntries(checked) as Flat<Required<R> & Optional<O>>;
  };
}

/** A list of things with ids, no id twice. */
export function uniqueBy<T>(name: keyof T & string, of: Check<readonly T[]>): Check<readonly T[]> {
  return (value, where) => {
    const seen = new Map<unknown, number>();
    return of(value, where).map((one, at) => {
      const before = seen.get(one[name]);
      if (before !== undefined) throw new ReferenceFault(`${where}[${at}].${name}`, `${String(one[name])} stands already at [${before}]`);
      seen.set(one[name], at);
      return one;
    });
  };
}

/** A list in which no value stands twice. */
export function distinct<T>(of: Check<readonly T[]>): Check<readonly T[]> {
  return (value, where) => {
    const values = of(value, where);
    values.forEach((one, at) => {
      const before = values.indexOf(one);
      if (before < at) throw new ReferenceFault(`${where}[${at}]`, `${String(one)} stands already at [${before}]`);
    });
    return values;
  };
}
