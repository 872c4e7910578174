import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Answering } from '../answering.ts';

/** One person of the receiving unit takes a referral on, so that two do not do the same. */
@Injectable()
export class ClaimReferral {
  constructor(private readonly answering: Answering) {}

  run(id: string): Promise<Answer> {
    return this.answering.answer(id, 'claim', (referral, by, at) => {
      referral.claim(by);
      referral.see(at);
    });
  }
}
