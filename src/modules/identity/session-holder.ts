import type { WorkingCalendar } from '../../kernel/working-calendar.ts';
import type { Actor } from '../../platform/database/context.ts';

/** From when to when the holder of a session stands in for whom, and in which country they work: of that nothing, where they never do. */
export interface Cover {
  readonly country: string | null;
  readonly covered_id: string | null;
  readonly from_on: string | null;
  readonly to_on: string | null;
}

/** Who holds a session: somebody who stands in for others on some days, and on others for nobody. */
export class Holder {
  private latest: Actor;

  constructor(
    actor: Actor,
    private readonly covers: readonly Cover[],
    /** By which it is one day or another; null for whoever never stands in for anybody. */
    private readonly calendar: WorkingCalendar | null,
  ) {
    this.latest = actor;
  }

  /** Who they are at a moment: the same object the whole day long. */
  at(now: Date): Actor {
    if (this.calendar === null) return this.latest;
    const day = this.calendar.dayOf(now);
    if (this.latest.standing?.day !== day) this.latest = { ...this.latest, standing: { day, for: this.coveredOn(day) } };
    return this.latest;
  }

  private coveredOn(day: string): string[] {
    const now = this.covers.filter(({ from_on: from, to_on: to }) => from !== null && to !== null && from <= day && day <= to);
    return [...new Set(now.flatMap(({ covered_id: id }) => id ?? []))].sort();
  }
}
