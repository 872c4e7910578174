import { Injectable } from '@nestjs/common';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';

/** How much a unit holds, in numbers alone. Referrals and tasks count only where no unit above would take them. */
interface Held {
  readonly people: number;
  readonly cases: number;
  readonly referrals: number;
  readonly tasks: number;
}

/** What has to be settled before a unit is closed. The numbers come from the database, which refuses the same: an administrator reads no case. */
@Injectable()
export class UnitHolds {
  constructor(private readonly database: Database) {}

  /** Whoever closes a unit or puts it elsewhere takes turns with the others: nothing is left to a unit that closes meanwhile. */
  async takeTurn(): Promise<void> {
    await this.database.send({ name: 'units-in-turn', text: `SELECT pg_advisory_xact_lock(hashtext('homeward-units'))`, values: [] });
  }

  /** 409 with the numbers, if the unit is in use. */
  async refuseInUse(unitId: string): Promise<void> {
    const [held] = await this.database.rows<Held>({
      name: 'unit-holds',
      text: 'SELECT people, cases, referrals, tasks FROM identity.unit_holds($1)',
      values: [unitId],
    });
    const { people, cases, referrals, tasks } = held!; // the function always answers with one row
    if (people + cases + referrals + tasks > 0) throw conflict('unit-in-use', { people, cases, referrals, tasks });
  }
}
