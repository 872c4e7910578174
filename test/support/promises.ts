import { Promises } from '../../src/platform/jobs/promises.ts';
import type { House } from './app.ts';

/** The promises of a house, to be kept here and now instead of by a worker. */
export function promisesOf(house: House): Promises {
  return house.app.get(Promises, { strict: false });
}

/** Keeps everything that is due by the house's clock, and what becomes due by it. */
export async function keepWhatIsDue(house: House): Promise<void> {
  const promises = promisesOf(house);
  for (let due = await promises.claimDue(); due.length > 0; due = await promises.claimDue()) {
    for (const id of due) await promises.keep(id);
  }
}

/** Puts the clock to a time and keeps what is due then. */
export async function at(house: House, time: string): Promise<void> {
  await house.clock.moveTo(new Date(time));
  await keepWhatIsDue(house);
}

/** One line of the ledger. */
export interface LedgerLine {
  readonly kind: string;
  readonly at: string;
  readonly state: string;
}

/** The ledger of a case's contacts, or of another type of its follow-ups, in the order of time. */
export async function ledgerOf(house: House, caseId: string, type = 'contact'): Promise<LedgerLine[]> {
  const rows = await house.rows<{ kind: string; due_at: Date; state: string }>(
    `SELECT d.kind, d.due_at, d.state FROM follow_up_dispatch d JOIN follow_up f ON f.id = d.follow_up_id
     WHERE f.case_id = $1 AND f.type = $2 ORDER BY d.due_at, d.kind`,
    [caseId, type],
  );
  return rows.map(({ kind, due_at, state }) => ({ kind, at: due_at.toISOString(), state }));
}
