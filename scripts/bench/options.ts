import { parseArgs } from 'node:util';

/** What is measured, and how long. */
export interface Options {
  /** How many cases the database holds. */
  readonly cases: number;
  readonly rounds: number;
  /** Requests in a round, whatever the work; without it each work has its own number. */
  readonly requests: number | null;
  /** Only these works, and only for these roles; null is all of them. */
  readonly works: readonly string[] | null;
  readonly roles: readonly string[] | null;
  readonly json: boolean;
  /** Writes the figures to docs/proof.md. */
  readonly write: boolean;
  /** Keeps the loaded database for the next run with as many cases. */
  readonly keep: boolean;
  /** A folder for a CPU profile of the API. */
  readonly profile: string | null;
}

/** Reads what stands behind `npm run bench --`, or says what is wrong with it. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '5' },
      requests: { type: 'string' },
      works: { type: 'string' },
      roles: { type: 'string' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  return {
    cases: whole('cases', values.cases, 20, 1_000_000),
    rounds: whole('rounds', values.rounds, 1, 50),
    requests: values.requests === undefined ? null : whole('requests', values.requests, 1, 10_000),
    works: values.works?.split(',') ?? null,
    roles: values.roles?.split(',') ?? null,
    json: values.json,
    write: values.write,
    keep: values.keep,
    profile: values.profile ?? null,
  };
}

function whole(name: string, given: string, least: number, most: number): number {
  const number = Number(given);
  if (!Number.isInteger(number) || number < least || number > most)
    throw new Error(`--${name} takes a whole number from ${least} to ${most}.`);
  return number;
}
