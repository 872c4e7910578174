import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Id } from '../../../platform/input.ts';
import { People } from '../../identity/index.ts';
import { CaseAssigned } from '../case.events.ts';
import { CaseRecord } from '../case.record.ts';

/** Who shall be responsible from now on. */
export class Assignment {
  @Id() workerId: string;
}

/** The supervisor gives a case to another worker of the unit; everything open goes with it. */
@Injectable()
export class AssignCase {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly people: People,
  ) {}

  async run(id: string, { workerId }: Assignment): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, id, 'assign');
    if (!(await this.people.serves(workerId, 'social-worker', found.unitId)))
      throw invalidInput({ field: 'workerId', code: 'not-of-the-unit' });
    found.assignTo(workerId);
    this.database.keep(found);
    await this.events.publish(new CaseAssigned(found.id, workerId, this.clock.now()));
    return this.gate.show(CaseRecord, id);
  }
}
