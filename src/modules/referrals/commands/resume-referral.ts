import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Answering } from '../answering.ts';

/** The work on a referral goes on. */
@Injectable()
export class ResumeReferral {
  constructor(private readonly answering: Answering) {}

  run(id: string): Promise<Answer> {
    return this.answering.answer(id, 'resume', (referral, by) => {
      referral.resume(by);
    });
  }
}
