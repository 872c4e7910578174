import type { ArgumentsHost } from '@nestjs/common';
import type { Problem } from '../kernel/problem.ts';

/** Remembers that somebody was refused; the access log fills it, so that this floor need not know one. */
export abstract class Refusals {
  abstract note(problem: Problem, host: ArgumentsHost): Promise<void>;
}
