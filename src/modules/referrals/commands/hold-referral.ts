import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Answering } from '../answering.ts';

/** Why it has to wait. */
export class Hold {
  @Code(listed('referral-hold-reason')) reason: string;
}

/** The work on a referral has to wait. */
@Injectable()
export class HoldReferral {
  constructor(private readonly answering: Answering) {}

  run(id: string, { reason }: Hold): Promise<Answer> {
    return this.answering.answer(id, 'hold', (referral, by) => {
      referral.hold(by, reason);
    });
  }
}
