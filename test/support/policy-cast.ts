import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { Actor } from '../../src/platform/database/context.ts';
import type { Persona } from '../../src/platform/database/roles.ts';

/** The people and the case that the proofs of the second wall are about. */
export interface Cast {
  readonly caseId: string;
  readonly otherCaseId: string;
  readonly worker: Actor;
  /** Somebody of whom another case is. */
  readonly otherWorker: Actor;
  readonly supervisor: Actor;
  readonly otherUnitId: string;
}

export function actor(persona: Persona, facts: { id?: string; unitId?: string; agencyId?: string } = {}): Actor {
  const { id = randomUUID(), unitId = randomUUID(), agencyId = randomUUID() } = facts;
  return { id, role: persona.slice(2).replaceAll('_', '-'), persona, unitId, agencyId, sessionHash: null };
}

/** Finds in a settled world a case with every part, need and note, and everybody around it; two workers, two units, nothing sealed. */
export async function castOf(admin: Client): Promise<Cast> {
  const { rows } = await admin.query<{ id: string; worker_id: string; supervisor_unit_id: string }>(
    `SELECT c.* FROM case_core c WHERE NOT sealed AND worker_id IS NOT NULL
       AND EXISTS (SELECT FROM case_profile WHERE case_id = c.id) AND EXISTS (SELECT FROM case_anchor WHERE case_id = c.id)
       AND EXISTS (SELECT FROM case_need WHERE case_id = c.id) AND EXISTS (SELECT FROM case_narrative WHERE case_id = c.id) ORDER BY id`,
  );
  for (const a of rows) {
    const b = rows.find((each) => each.worker_id !== a.worker_id && each.supervisor_unit_id !== a.supervisor_unit_id);
    if (b === undefined) continue;
    return {
      caseId: a.id,
      otherCaseId: b.id,
      worker: actor('p_social_worker', { id: a.worker_id }),
      otherWorker: actor('p_social_worker', { id: b.worker_id }),
      supervisor: actor('p_supervisor', { unitId: a.supervisor_unit_id }),
      otherUnitId: b.supervisor_unit_id,
    };
  }
  throw new Error('This world has no such two cases: try another seed.');
}
