import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Answering } from '../answering.ts';

/** Why it cannot be taken on. */
export class Rejection {
  @Code(listed('referral-reject-reason')) reason: string;
}

/** The receiving agency cannot serve this person, and says why. */
@Injectable()
export class RejectReferral {
  constructor(private readonly answering: Answering) {}

  run(id: string, { reason }: Rejection): Promise<Answer> {
    return this.answering.answer(id, 'reject', (referral, by, at) => {
      referral.reject(by, at, reason);
    });
  }
}
