import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Judging } from '../judging.ts';

/** The supervisor takes a service that was logged late; of a sealed case, whose supervisor sees nothing, the worker does. */
@Injectable()
export class AgreeToDelivery {
  constructor(private readonly judging: Judging) {}

  run(id: string): Promise<Answer> {
    return this.judging.judge(id, 'agree', (delivery, by, at) => {
      delivery.agree(by, at);
    });
  }
}
