import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';

const hour = 3_600_000;

/** Draws the figures of the loop anew when they are old enough. Never in between: who asks twice would learn what happened meanwhile. */
@Injectable()
export class DrawLoopFigures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  @Sweeps()
  async sweep(): Promise<void> {
    const { loopFigures, referralAgesFromDays } = this.reference.timers;
    const { drawnEveryHours, inStepsOf, mediansFrom, periodDays } = loopFigures;
    const now = this.clock.now();
    const drawn = await this.lastDrawn();
    // A demonstration's clock goes back, too.
    if (drawn !== null && Math.abs(now.getTime() - drawn.getTime()) < drawnEveryHours * hour) return;
    const asked = this.reference.allCodes('agency-type').filter(({ mayReceiveReferrals }) => mayReceiveReferrals);
    await this.database.send({
      name: 'draw-loop-figures',
      text: 'SELECT draw_loop_figures($1, $2, $3, $4, $5, make_interval(days => $6), $7)',
      values: [
        now,
        asked.map(({ id }) => id),
        asked.map(({ figuresFrom }) => figuresFrom),
        inStepsOf,
        mediansFrom,
        periodDays,
        referralAgesFromDays,
      ],
    });
  }

  private async lastDrawn(): Promise<Date | null> {
    const [row] = await this.database.rows<{ at: Date | null }>({
      name: 'loop-figures-drawn',
      text: 'SELECT loop_figures_drawn_at() AS at',
      values: [],
    });
    return row?.at ?? null;
  }
}
