import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { DeliveryRecord } from './delivery.record.ts';

const atOnce = 200;

/** Deliveries of which nobody has said in time whether it was so; found by an index of their own. */
const unansweredTooLong = `SELECT id FROM delivery WHERE status IN ('recorded', 'late') AND NOT overdue AND confirm_by <= $1
  ORDER BY confirm_by, id LIMIT ${atOnce}`;

/** Marks what nobody has confirmed or disputed in time, so that it can be listed. It tells nobody: a list waits, a message nags. */
@Injectable()
export class OverdueDeliveries {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Sweeps()
  async mark(): Promise<void> {
    const sql = { name: 'deliveries-unanswered', text: unansweredTooLong, values: [this.clock.now()] };
    for (const { id } of await this.database.rows<{ id: string }>(sql)) {
      const delivery = await this.gate.take(DeliveryRecord, id, 'fall-overdue');
      delivery.fallOverdue();
      this.database.keep(delivery);
    }
  }
}
