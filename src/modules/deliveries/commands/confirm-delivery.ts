import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Judging } from '../judging.ts';

/** The worker of the case says that a service was given as it was logged. */
@Injectable()
export class ConfirmDelivery {
  constructor(private readonly judging: Judging) {}

  run(id: string): Promise<Answer> {
    return this.judging.judge(id, 'confirm', (delivery, by, at) => {
      delivery.confirm(by, at);
    });
  }
}
