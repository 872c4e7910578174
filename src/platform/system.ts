import type { Actor } from './database/context.ts';

const nobody = '00000000-0000-0000-0000-000000000000';

/** The system at work, by the clock or for somebody: a role with grants of its own, not a way round the walls. */
export const system: Actor = { id: nobody, role: 'system', persona: 'p_system', unitId: nobody, agencyId: nobody, sessionHash: null };
