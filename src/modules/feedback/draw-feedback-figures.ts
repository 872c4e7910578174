import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';

/** Draws what people said once a month, of whole months that are over. Never in between: two looks would tell what came meanwhile. */
@Injectable()
export class DrawFeedbackFigures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  @Sweeps()
  async sweep(): Promise<void> {
    const { figuresFrom, inStepsOf, overMonths } = this.reference.timers.feedback;
    const before = `${this.clock.now().toISOString().slice(0, 7)}-01`;
    await this.database.send({
      name: 'draw-feedback-figures',
      text: 'SELECT draw_feedback_figures($1::date, $2, $3, $4)',
      values: [before, overMonths, figuresFrom, inStepsOf],
    });
  }
}
