import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Answering } from '../answering.ts';

/** Whoever claimed a referral lets it go again. */
@Injectable()
export class UnclaimReferral {
  constructor(private readonly answering: Answering) {}

  run(id: string): Promise<Answer> {
    return this.answering.answer(id, 'unclaim', (referral, by) => {
      referral.unclaim(by);
    });
  }
}
