import { isDeepStrictEqual } from 'node:util';
import type { Service, Taken } from '../service.entity.ts';
import { taken } from './translate.ts';

/** What becomes of a service when its source comes again. */
export interface Merged {
  /** What is new there and unchanged here: it is taken. */
  readonly changes: Partial<Taken>;
  /** What both sides changed: it stays as it is here. */
  readonly kept: readonly (keyof Taken)[];
}

/** Compares what they said then, what they say now, and what stands here: nobody's work is overwritten by a package. */
export function merge(then: Taken, now: Taken, ours: Service): Merged {
  const differing = taken.filter((field) => !isDeepStrictEqual(now[field], ours[field]));
  const untouched = differing.filter((field) => isDeepStrictEqual(ours[field], then[field]));
  return {
    changes: Object.fromEntries(untouched.map((field) => [field, now[field]])),
    kept: differing.filter((field) => !untouched.includes(field) && !isDeepStrictEqual(now[field], then[field])),
  };
}
