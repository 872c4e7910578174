import { Injectable } from '@nestjs/common';
import { addDays } from '../../../kernel/local-time.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Code, Day, Maybe } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Answering } from '../answering.ts';
import { ServiceDays } from '../service-days.ts';

/** Why it has to wait, and until when if that is known. */
export class Hold {
  @Code(listed('referral-hold-reason')) reason: string;
  @Maybe() @Day() holdUntil?: string;
}

/** The work on a referral has to wait; whoever holds it takes it up again. */
@Injectable()
export class HoldReferral {
  constructor(
    private readonly answering: Answering,
    private readonly days: ServiceDays,
    private readonly reference: Reference,
  ) {}

  run(id: string, { reason, holdUntil }: Hold): Promise<Answer> {
    return this.answering.answer(id, 'hold', async (referral, by) => {
      referral.hold(by, reason, holdUntil ?? null);
      if (holdUntil !== undefined) await this.refuseUnlikely(holdUntil, referral.toAgencyId);
    });
  }

  /** Refuses a day that is past, or so far off that holding on helps nobody. */
  private async refuseUnlikely(holdUntil: string, toAgencyId: string): Promise<void> {
    const today = await this.days.todayOf(toAgencyId);
    if (holdUntil < today) throw invalidInput({ field: 'holdUntil', code: 'in-the-past' });
    const latest = addDays(today, this.reference.timers.referralHoldDaysAtMost);
    if (holdUntil > latest) throw invalidInput({ field: 'holdUntil', code: 'too-late', params: { latest } });
  }
}
