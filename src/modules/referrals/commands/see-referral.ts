import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Answering } from '../answering.ts';

/** Somebody of the receiving unit has looked at a referral. */
@Injectable()
export class SeeReferral {
  constructor(private readonly answering: Answering) {}

  run(id: string): Promise<Answer> {
    return this.answering.answer(id, 'see', (referral, _by, at) => {
      referral.see(at);
    });
  }
}
