import { Injectable } from '@nestjs/common';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Code } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Answering } from '../answering.ts';

/** Why it is called off. */
export class Cancellation {
  @Code(listed('referral-cancel-reason')) reason: string;
}

/** Either side calls a referral off; what was shared is closed at once. */
@Injectable()
export class CancelReferral {
  constructor(
    private readonly answering: Answering,
    private readonly reference: Reference,
  ) {}

  run(id: string, { reason }: Cancellation): Promise<Answer> {
    return this.answering.answer(id, 'cancel', (referral, by, at) => {
      this.refuseReasonOfOthers(reason, referral.sideOf(by));
      referral.cancel(at, reason);
    });
  }

  /** A provider does not say that the case was closed, nor a sender that the service was stopped; and consent has deeds of its own. */
  private refuseReasonOfOthers(reason: string, side: 'sender' | 'recipient'): void {
    const ofSide = this.reference.codes('referral-cancel-reason').filter(({ by }) => by.includes(side));
    const allowed = ofSide.map(({ id }) => id);
    if (!allowed.includes(reason)) throw invalidInput({ field: 'reason', code: 'not-a-code', params: { allowed } });
  }
}
