import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code, Day, Maybe } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { FollowUpCompleted } from '../follow-up.events.ts';
import { FollowUpRecord } from '../follow-up.record.ts';

/** How the contact went. */
export class Contact {
  @Code(listed('follow-up-result')) result: string;
  @Maybe() @Day() on?: string;
}

/** The worker has been in touch with the person; the next follow-up is planned at once. */
@Injectable()
export class CompleteFollowUp {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run(id: string, { result, on }: Contact): Promise<Answer> {
    const followUp = await this.gate.take(FollowUpRecord, id, 'complete');
    const today = this.reference.calendar(followUp.country).dayOf(this.clock.now());
    if (on !== undefined && on > today) throw invalidInput({ field: 'on', code: 'in-the-future' });
    followUp.complete(this.database.actor, on ?? today, result);
    this.database.keep(followUp);
    await this.events.publish(new FollowUpCompleted(followUp.id, followUp.caseId, followUp.doneOn, this.clock.now()));
    return this.gate.show(FollowUpRecord, id);
  }
}
