import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { doers } from './owners.ts';
import { TaskMoved } from './task.events.ts';
import { heldStates } from './task.lifecycle.ts';
import { TaskRecord } from './task.record.ts';

const atOnce = 200;

/**
 * A task is given to a unit, and survives whoever leaves it: what somebody had taken on who is gone, is elsewhere or does other work
 * is anybody's of the unit again. The team's own tasks go with their case, and need nobody to let them go.
 */
@Injectable()
export class LeftBehind {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  @Sweeps()
  async run(): Promise<void> {
    const claimed = await this.database.rows<{ id: string; claimed_by_id: string }>({
      name: 'tasks-of-people-gone',
      // The states stand in the text, so that the index of what somebody has serves it.
      text: `SELECT t.id, t.claimed_by_id FROM task t JOIN person p ON p.id = t.claimed_by_id
             WHERE NOT t.of_team AND t.status IN ('${heldStates.join("', '")}')
               AND NOT (p.active AND p.unit_id = t.owner_unit_id AND p.role = ANY ($1)) ORDER BY t.id LIMIT ${atOnce}`,
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
}
