import { Column, PrimaryColumn, VersionColumn } from 'typeorm';
import type { Moment } from '../../kernel/ladder.ts';

/**
 * Stands somewhere in a list of moments at which somebody is told: a step that was taken is behind it and is not taken again.
 * The list is reckoned anew whenever it is asked for, so the clock knows its steps by name and not by number.
 */
export abstract class StepClock {
  @PrimaryColumn('uuid') id: string;
  @Column('text', { nullable: true }) lastKind: string | null = null;
  @Column('text', { nullable: true }) nextKind: string | null = null;
  @Column('timestamptz', { nullable: true }) nextAt: Date | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** Begins: what has passed already would only say what the next step says, and counts as behind it. */
  begin(moments: readonly Moment[], now: Date): void {
    this.goTo(moments, moments.filter(({ at }) => at <= now).length);
  }

  /** Goes to the step after the last one, whatever day that is on by now. */
  runOn(moments: readonly Moment[]): void {
    this.goTo(moments, this.behind(moments));
  }

  /** Runs again after it stood still: of what has passed meanwhile the last is said, and the rest with it. */
  resume(moments: readonly Moment[], now: Date): void {
    const passed = moments.filter(({ at }) => at <= now).length;
    this.goTo(moments, Math.max(this.behind(moments), passed - 1));
  }

  /** Whether nobody is to be reminded. */
  isStopped(): boolean {
    return this.nextKind === null;
  }

  /** The step was taken; or a later one in its stead, because nobody stands on it. */
  take(reached: string | null = this.nextKind): void {
    this.lastKind = reached;
  }

  /** Nobody needs to be reminded any more. */
  stop(): void {
    this.nextKind = null;
    this.nextAt = null;
  }

  private behind(moments: readonly Moment[]): number {
    return moments.findIndex(({ kind }) => kind === this.lastKind) + 1;
  }

  private goTo(moments: readonly Moment[], index: number): void {
    this.lastKind = moments[index - 1]?.kind ?? null;
    this.nextKind = moments[index]?.kind ?? null;
    this.nextAt = moments[index]?.at ?? null;
  }
}
