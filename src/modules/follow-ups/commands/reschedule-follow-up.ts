import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { addDays, day, type LocalDay } from '../../../kernel/local-time.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code, Day } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { system } from '../../../platform/system.ts';
import type { FollowUp } from '../follow-up.entity.ts';
import { FollowUpMoved } from '../follow-up.events.ts';
import { FollowUpPlan } from '../follow-up-plan.ts';
import { FollowUpRecord } from '../follow-up.record.ts';

/** The day that suits better, and why. */
export class AnotherDay {
  @Day() dueOn: string;
  @Code(listed('follow-up-move-reason')) reason: string;
}

/** Another day suits better: sooner as one likes, later within limits that depend on the danger, and not again and again. */
@Injectable()
export class RescheduleFollowUp {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly plan: FollowUpPlan,
  ) {}

  async run(id: string, { dueOn, reason }: AnotherDay): Promise<Answer> {
    const followUp = await this.gate.take(FollowUpRecord, id, 'reschedule');
    const now = this.clock.now();
    const { timesAtMost: times } = this.reference.timers.reschedule;
    if (!this.reference.code('follow-up-type', followUp.type).mayBeMoved) throw conflict('follow-up-not-to-be-moved');
    if (followUp.movedTimes >= times) throw conflict('follow-up-moved-often', { times });
    followUp.reschedule(dueOn, reason);
    this.refuseUnfit(day(dueOn), followUp, now);
    // The day of a follow-up is the system's to set: once judged, it is written as the system.
    await this.database.as(system, () => this.plan.remindAnew(followUp, now));
    await this.events.publish(new FollowUpMoved(id, followUp.caseId, dueOn, reason, now));
    return this.gate.show(FollowUpRecord, id);
  }

  private refuseUnfit(dueOn: LocalDay, followUp: FollowUp, now: Date): void {
    const calendar = this.reference.calendar(followUp.country);
    if (dueOn < calendar.dayOf(now)) throw invalidInput({ field: 'dueOn', code: 'in-the-past' });
    if (!calendar.isWorkingDay(dueOn)) throw invalidInput({ field: 'dueOn', code: 'not-a-working-day' });
    const latest = this.latest(followUp);
    if (dueOn > latest) throw invalidInput({ field: 'dueOn', code: 'too-late', params: { latest } });
  }

  /** So many days after the day it was planned for, and never past what it must not be done after. */
  private latest({ type, plannedOn, aboutOn, riskBasis }: FollowUp): LocalDay {
    const { reschedule, reviewDaysAtMost } = this.reference.timers;
    const later = addDays(day(plannedOn), reschedule.daysLaterAtMost[riskBasis as keyof typeof reschedule.daysLaterAtMost]);
    if (aboutOn === null) return later;
    const about = day(aboutOn);
    const limit = { review: addDays(about, reviewDaysAtMost), 'age-band-review': addDays(about, -1) }[type];
    return limit !== undefined && limit < later ? limit : later;
  }
}
