import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Id } from '../../../platform/input.ts';
import { system } from '../../../platform/system.ts';
import { People } from '../../identity/index.ts';
import { SealedCaseHandedOver } from '../case.events.ts';
import { openStates } from '../case.lifecycle.ts';
import { CaseRecord } from '../case.record.ts';

/** Who shall be responsible from now on. */
export class Successor {
  @Id() workerId: string;
}

/**
 * The sealed cases of the team whose worker is not at work there any more go to another worker, still sealed. The supervisor
 * sees none of them, and the answer does not say whether there is one (ADR 0022).
 */
@Injectable()
export class HandOverSealed {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly people: People,
  ) {}

  async run({ workerId }: Successor): Promise<void> {
    const { unitId } = this.database.actor;
    if (!(await this.people.serves(workerId, 'social-worker', unitId))) throw invalidInput({ field: 'workerId', code: 'not-of-the-unit' });
    this.gate.noteUnseen('hand-over-sealed', CaseRecord);
    await this.database.as(system, async () => {
      const left = await this.database.rows<{ id: string }>({
        name: 'sealed-without-worker',
        text: `SELECT c.id FROM case_core c WHERE c.supervisor_unit_id = $1 AND c.unit_id = $1 AND c.sealed AND c.status = ANY ($2)
               AND NOT EXISTS (SELECT FROM person p WHERE p.id = c.worker_id AND p.role = 'social-worker' AND p.unit_id = c.unit_id AND p.active)
               ORDER BY c.id`,
        values: [unitId, openStates],
      });
      for (const { id } of left) await this.handOver(id, workerId);
    });
  }

  private async handOver(id: string, workerId: string): Promise<void> {
    const found = await this.gate.take(CaseRecord, id, 'hand-over-sealed');
    found.assignTo(workerId);
    this.database.keep(found);
    await this.events.publish(new SealedCaseHandedOver(id, workerId, this.clock.now()));
  }
}
