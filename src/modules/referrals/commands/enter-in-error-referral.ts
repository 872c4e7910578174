import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Answering } from '../answering.ts';

/** The sender made a mistake and takes the referral out of the world. */
@Injectable()
export class EnterReferralInError {
  constructor(private readonly answering: Answering) {}

  run(id: string): Promise<Answer> {
    return this.answering.answer(id, 'enter-in-error', (referral, _by, at) => {
      referral.enterInError(at);
    });
  }
}
