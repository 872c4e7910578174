import { createInterface } from 'node:readline/promises';

/** What has to be known of the first administrator, and how it is asked for. */
export const questions = {
  login: 'Login of the administrator (small letters, digits, . _ @ + -)',
  name: 'Name, as colleagues will see it',
  agency: 'Code of the agency they work for (for example COO)',
  'agency-name': 'Name of the agency',
  'agency-type': 'Kind of the agency',
  country: 'Country of the agency',
  unit: 'Name of the unit they work in (for example National desk)',
} as const;

export type Question = keyof typeof questions;

/** Answers one question; `allowed` are the only answers that will do. */
export type Ask = (question: Question, allowed?: readonly string[]) => Promise<string>;

/** The command says no, in words for whoever gave it. */
export class Refused extends Error {}

/** Answers from what the command was given, and asks a person for the rest; where none is there, what is missing is named. */
export function asker(given: Readonly<Record<string, string | boolean | undefined>>): Ask {
  return async (question, allowed) => {
    const said = given[question];
    const answer = typeof said === 'string' ? said : await fromPerson(question, allowed);
    if (allowed !== undefined && !allowed.includes(answer)) throw new Refused(`--${question} is one of: ${allowed.join(', ')}.`);
    if (answer === '') throw new Refused(`--${question} must not be empty.`);
    return answer;
  };
}

async function fromPerson(question: Question, allowed?: readonly string[]): Promise<string> {
  if (!process.stdin.isTTY) throw new Refused(`Say --${question} too: ${questions[question].toLowerCase()}.`);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await lines.question(`${questions[question]}${allowed === undefined ? '' : ` [${allowed.join(', ')}]`}: `)).trim();
  } finally {
    lines.close();
  }
}
