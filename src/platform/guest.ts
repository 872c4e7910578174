import type { Actor } from './database/context.ts';

/** Somebody who is not signed in: may call a few named functions of the database, and read nothing. */
export const guest: Actor = { id: '', role: 'guest', persona: 'p_guest', unitId: '', agencyId: '', sessionHash: null };
