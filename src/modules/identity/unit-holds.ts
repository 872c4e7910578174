import { Injectable } from '@nestjs/common';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';

/** What a unit holds: how many people, and of the rest whether there is any. Referrals and tasks only where no unit above would take them. */
interface Held {
  readonly people: number;
  readonly unsettled: readonly ('accounts' | 'cases' | 'follow-ups' | 'referrals' | 'tasks')[];
}

/** What has to be settled before a unit is closed. The database says it, and refuses the same: an administrator reads no case, and counts none. */
@Injectable()
export class UnitHolds {
  constructor(private readonly database: Database) {}

  /** Whoever closes a unit or puts it elsewhere takes turns with the others: nothing is left to a unit that closes meanwhile. */
  async takeTurn(): Promise<void> {
    await this.database.send({ name: 'units-in-turn', text: `SELECT pg_advisory_xact_lock(hashtext('homeward-units'))`, values: [] });
  }

  /** 409 with what there is, if the unit is in use. */
  async refuseInUse(unitId: string): Promise<void> {
    const [held] = await this.database.rows<Held>({
      name: 'unit-holds',
      text: `SELECT h.people, array_remove(ARRAY[CASE WHEN h.people > 0 THEN 'accounts' END, CASE WHEN h.cases THEN 'cases' END, CASE WHEN h.follow_ups THEN 'follow-ups' END,
               CASE WHEN h.referrals THEN 'referrals' END, CASE WHEN h.tasks THEN 'tasks' END], NULL) AS unsettled
             FROM identity.unit_holds($1) h`,
      values: [unitId],
    });
    const { people, unsettled } = held!; // the function always answers with one row
    if (unsettled.length > 0) throw conflict('unit-in-use', { people, unsettled });
  }
}
