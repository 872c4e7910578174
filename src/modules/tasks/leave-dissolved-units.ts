import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Agencies, UnitClosed } from '../identity/index.ts';
import { TaskMoved } from './task.events.ts';
import { workingStates } from './task.lifecycle.ts';
import { TaskRecord } from './task.record.ts';

const atOnce = 200;

/** Gives the tasks of a unit that is no more to the unit above it. Where there is none, or nobody there has an account, they stay with the agency's focal point, who sees them all. */
@Injectable()
export class LeaveDissolvedUnits {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly agencies: Agencies,
  ) {}

  /** Whoever closes a unit is not kept waiting for more than it takes at once; the rest follows within a minute. */
  @On(UnitClosed, { as: 'system' })
  async whenUnitCloses({ unitId }: UnitClosed): Promise<void> {
    await this.leave(unitId);
  }

  @Sweeps()
  async run(): Promise<void> {
    const units = await this.database.rows<{ id: string }>({
      name: 'units-that-left-tasks',
      text: `SELECT u.id FROM unit u WHERE NOT u.active
               AND EXISTS (SELECT FROM task t WHERE t.owner_unit_id = u.id AND NOT t.of_team AND t.status = ANY ($1)) ORDER BY u.id`,
      values: [workingStates],
    });
    for (const { id } of units) await this.leave(id);
  }

  private async leave(unitId: string): Promise<void> {
    const above = await this.agencies.unitAbove(unitId);
    if (above !== null && !(await this.agencies.worksWithoutAccounts(above))) await this.passOn(unitId, above);
  }

  private async passOn(unitId: string, above: string): Promise<void> {
    const stranded = await this.database.rows<{ id: string }>({
      name: 'stranded-tasks',
      text: `SELECT id FROM task WHERE owner_unit_id = $1 AND NOT of_team AND status = ANY ($2) ORDER BY id LIMIT ${atOnce}`,
      values: [unitId, workingStates],
    });
    for (const { id } of stranded) {
      const task = await this.gate.take(TaskRecord, id, 'pass-on');
      task.passOnTo(above);
      this.database.keep(task);
      await this.events.publish(new TaskMoved(task, 'pass-on', 'clock', this.clock.now()));
    }
  }
}
