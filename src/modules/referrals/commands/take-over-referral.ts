import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Answering } from '../answering.ts';

/** The focal point takes a referral over from whoever had it. */
@Injectable()
export class TakeOverReferral {
  constructor(private readonly answering: Answering) {}

  run(id: string): Promise<Answer> {
    return this.answering.answer(id, 'take-over', (referral, by, at) => {
      referral.takeOver(by);
      referral.see(at);
    });
  }
}
