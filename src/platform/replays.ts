import type { ExecutionContext } from '@nestjs/common';
import type { Answer } from './answer.ts';

/** Shows again what an earlier, equal request led to, as the asker may see it now; the floor above knows how. */
export abstract class Replays {
  abstract answer(context: ExecutionContext, resourceId: string): Answer | null;
}
