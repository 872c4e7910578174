import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { day } from '../../../kernel/local-time.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code, Day, Maybe } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { ChildsVoice } from '../childs-voice.ts';
import { ConcernFoundAfterClosure, FollowUpCompleted } from '../follow-up.events.ts';
import { FollowUpRecord } from '../follow-up.record.ts';

/** How it went. A check after closure has a form of three questions beside; a child who is old enough is asked, too. */
export class Contact {
  @Code(listed('follow-up-result')) result: string;
  @Maybe() @Day() on?: string;
  @Maybe() @Code(listed('check-answer')) safe?: string;
  @Maybe() @Code(listed('check-answer')) settled?: string;
  @Maybe() @Code(listed('check-answer')) wantsHelp?: string;
  @Maybe() @Code(listed('child-views')) childViews?: string;
  @Maybe() @Code(listed('child-views-reason')) childViewsReason?: string;
}

const form = ['safe', 'settled', 'wantsHelp'] as const;

/** The worker has been in touch with the person, or reviewed the case; the next follow-up is planned at once. */
@Injectable()
export class CompleteFollowUp {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly childsVoice: ChildsVoice,
  ) {}

  async run(id: string, contact: Contact): Promise<Answer> {
    const followUp = await this.gate.take(FollowUpRecord, id, 'complete');
    this.refuseUnfit(followUp.type, contact);
    const { on } = contact;
    const today = this.reference.calendar(followUp.country).dayOf(this.clock.now());
    if (on !== undefined && on > today) throw invalidInput({ field: 'on', code: 'in-the-future' });
    await this.childsVoice.refuseUnheard(followUp, on === undefined ? today : day(on), contact);
    followUp.complete(this.database.actor, on ?? today, contact);
    this.database.keep(followUp);
    const { caseId, type, aboutOn, doneOn, workerId, unitId, supervisorUnitId, sealed } = followUp;
    const at = this.clock.now();
    await this.events.publish(new FollowUpCompleted(id, caseId, type, aboutOn, doneOn, at));
    if (followUp.isConcern())
      await this.events.publish(new ConcernFoundAfterClosure(id, caseId, workerId, unitId, supervisorUnitId, sealed, at));
    return this.gate.show(FollowUpRecord, id);
  }

  /** Each type has results of its own, and only a check after closure has a form. */
  private refuseUnfit(type: string, contact: Contact): void {
    const { results, asksForm } = this.reference.code('follow-up-type', type);
    if (results.length === 0) throw conflict('follow-up-asks-for-risk');
    if (!results.includes(contact.result)) throw invalidInput({ field: 'result', code: 'not-a-code', params: { allowed: results } });
    const wrong = form.filter((field) => (contact[field] === undefined) === asksForm);
    if (wrong.length > 0) throw invalidInput(...wrong.map((field) => ({ field, code: asksForm ? 'missing' : 'not-asked-for' })));
  }
}
