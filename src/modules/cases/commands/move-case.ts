import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import type { PlainMove } from '../case-core.entity.ts';
import { CaseMoved } from '../case.events.ts';
import { CaseRecord } from '../case.record.ts';

/** The worker takes a case one step further in the work. */
@Injectable()
export class MoveCase {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async run(id: string, move: PlainMove): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, id, move);
    found.move(move);
    this.database.keep(found);
    await this.events.publish(new CaseMoved(found.id, found.status, this.clock.now()));
    return this.gate.show(CaseRecord, id);
  }
}
