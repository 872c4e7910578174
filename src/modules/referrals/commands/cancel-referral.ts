import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Answering } from '../answering.ts';
import { CancelReasons } from '../cancel-reasons.ts';

/** Why it is called off. */
export class Cancellation {
  @Code(listed('referral-cancel-reason')) reason: string;
}

/** Either side calls a referral off; what was shared is closed at once. */
@Injectable()
export class CancelReferral {
  constructor(
    private readonly answering: Answering,
    private readonly reasons: CancelReasons,
  ) {}

  run(id: string, { reason }: Cancellation): Promise<Answer> {
    return this.answering.answer(id, 'cancel', (referral, by, at) => {
      this.reasons.refuseThoseOfOthers(reason, referral.sideOf(by));
      referral.cancel(at, reason);
    });
  }
}
