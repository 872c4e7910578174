import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Answering } from '../answering.ts';

/** The receiving agency takes a referral on. */
@Injectable()
export class AcceptReferral {
  constructor(private readonly answering: Answering) {}

  run(id: string): Promise<Answer> {
    return this.answering.answer(id, 'accept', (referral, by, at) => {
      referral.accept(by, at);
    });
  }
}
