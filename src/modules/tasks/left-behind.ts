import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Agencies, UnitClosed } from '../identity/index.ts';
import { doers } from './owners.ts';
import { TaskMoved } from './task.events.ts';
import { heldStates, workingStates } from './task.lifecycle.ts';
import { TaskRecord } from './task.record.ts';

const atOnce = 200;

/** What a unit has to do, or is to be asked for once somebody lets it go. */
const waitingOrAtWork = ['waiting', ...workingStates];

/**
 * A task is given to an agency, and survives whoever leaves it: what somebody had taken on who is gone, is elsewhere or does other work,
 * or a program whose keys open nothing any more, is anybody's of the unit again, and what a unit has or waits for it that is no more goes
 * to the unit above it. Where there is none, or nobody there
 * has an account, it stays with the agency's focal point, who sees them all. The team's own tasks go with their case, and need nobody
 * to let them go.
 */
@Injectable()
export class TasksLeftBehind {
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
  async byUnits(): Promise<void> {
    const units = await this.database.rows<{ id: string }>({
      name: 'units-that-left-tasks',
      text: `SELECT u.id FROM unit u WHERE NOT u.active
               AND EXISTS (SELECT FROM task t WHERE t.owner_unit_id = u.id AND NOT t.of_team AND t.status = ANY ($1)) ORDER BY u.id`,
      values: [waitingOrAtWork],
    });
    for (const { id } of units) await this.leave(id);
  }

  @Sweeps()
  async byPeople(): Promise<void> {
    const claimed = await this.database.rows<{ id: string; claimed_by_id: string }>({
      name: 'tasks-of-people-gone',
      // The states stand in the text, so that the index of what somebody has serves it.
      text: `SELECT t.id, t.claimed_by_id FROM task t JOIN person p ON p.id = t.claimed_by_id
             WHERE NOT t.of_team AND t.status IN ('${heldStates.join("', '")}')
               AND NOT (p.active AND p.unit_id = t.owner_unit_id AND p.role = ANY ($1) AND (p.kind = 'person' OR has_living_key(p.id))) ORDER BY t.id LIMIT ${atOnce}`,
      values: [doers],
    });
    for (const { id, claimed_by_id: goneId } of claimed) {
      const task = await this.gate.take(TaskRecord, id, 'release-claim');
      // Somebody may have given it to a colleague meanwhile, or called it off.
      if (task.claimedById !== goneId || !heldStates.includes(task.status)) continue;
      this.database.keep(task).letGo();
      await this.events.publish(new TaskMoved(task, 'release-claim', 'clock', this.clock.now()));
    }
  }

  private async leave(unitId: string): Promise<void> {
    const above = await this.agencies.unitAbove(unitId);
    if (above !== null && !(await this.agencies.worksWithoutAccounts(above))) await this.passOn(unitId, above);
  }

  private async passOn(unitId: string, above: string): Promise<void> {
    const stranded = await this.database.rows<{ id: string }>({
      name: 'stranded-tasks',
      text: `SELECT id FROM task WHERE owner_unit_id = $1 AND NOT of_team AND status = ANY ($2) ORDER BY id LIMIT ${atOnce}`,
      values: [unitId, waitingOrAtWork],
    });
    for (const { id } of stranded) {
      const task = await this.gate.take(TaskRecord, id, 'pass-on');
      // The focal point may have passed it on meanwhile, or the team called it off.
      if (task.ownerUnitId !== unitId || !waitingOrAtWork.includes(task.status)) continue;
      this.database.keep(task);
      if (task.status === 'waiting') {
        // Its owner does not know of it yet, and hears nothing.
        task.nameInstead(above);
        continue;
      }
      task.passOnTo(above);
      await this.events.publish(new TaskMoved(task, 'pass-on', 'clock', this.clock.now()));
    }
  }
}
