import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Answer } from '../platform/answer.ts';
import { Replays } from '../platform/replays.ts';
import { allowedOn } from './can.ts';
import { Gate } from './gate.ts';

/** A repeated request is answered through the Gate: what is no longer readable stays unread. */
@Injectable()
export class ReplaysThroughGate extends Replays {
  constructor(
    private readonly reflector: Reflector,
    private readonly gate: Gate,
  ) {
    super();
  }

  override answer(context: ExecutionContext, resourceId: string): Answer | null {
    const allowed = allowedOn(this.reflector, context.getHandler() as () => unknown);
    return allowed === undefined ? null : this.gate.show(allowed.record, resourceId);
  }
}
