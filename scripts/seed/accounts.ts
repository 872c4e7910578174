import type { Somebody } from './institutions.ts';

/** Opens every account of the demonstration. It is published, and guards nobody real. */
export const passphrase = 'apricot blossom on the pass';

/** A way in, as `npm start` shows it. */
export interface Account {
  readonly role: string;
  readonly login: string;
  readonly password: string;
  readonly note: string;
}

const shownOfARole = 3;

/** The first few accounts of every role; the others are named alike and open with the same words. */
export function accountsOf(people: readonly Somebody[]): Account[] {
  const roles = [...new Set(people.map(({ role }) => role))];
  return roles.flatMap((role) =>
    people
      .filter((each) => each.role === role)
      .slice(0, shownOfARole)
      .map(({ login, place }) => ({ role, login, password: passphrase, note: place })),
  );
}
