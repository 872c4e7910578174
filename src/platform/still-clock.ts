import { MovableClock } from './movable-clock.ts';

/** The clock of a test: it stands still, and moves only when told. */
export class StillClock extends MovableClock {
  private at = new Date('2026-03-02T04:00:00Z');

  override now(): Date {
    return new Date(this.at);
  }

  override moveTo(at: Date): Promise<void> {
    this.at = at;
    return Promise.resolve();
  }
}
