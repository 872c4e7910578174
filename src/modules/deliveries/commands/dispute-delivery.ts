import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Judging } from '../judging.ts';

/** What is wrong with it. */
export class Dispute {
  @Code(listed('delivery-dispute-reason')) reason: string;
}

/** The sender's side says that a service was not given, or not as it was logged; who logged it corrects it. */
@Injectable()
export class DisputeDelivery {
  constructor(private readonly judging: Judging) {}

  run(id: string, { reason }: Dispute): Promise<Answer> {
    return this.judging.judge(id, 'dispute', (delivery, by, at) => {
      delivery.dispute(by, at, reason);
    });
  }
}
