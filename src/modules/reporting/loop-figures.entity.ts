import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * How the loop goes at one agency that is asked for services. Numbers are told in steps of five, and not at all where they concern
 * too few people: null is "few or none".
 */
@Entity('loop_figure')
export class LoopFigure {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  @Column('timestamptz') drawnAt: Date;

  // As it stood then: what nobody has ended, looked at, decided; and of that, what should have been by then.
  @Column('integer', { nullable: true }) open: number | null;
  @Column('integer', { nullable: true }) unseen: number | null;
  @Column('integer', { nullable: true }) unseenLate: number | null;
  @Column('integer', { nullable: true }) undecided: number | null;
  @Column('integer', { nullable: true }) undecidedLate: number | null;
  @Column('integer', { nullable: true }) onHold: number | null;

  // Of what was sent within the period before: what came of it.
  @Column('integer', { nullable: true }) sent: number | null;
  @Column('integer', { nullable: true }) decided: number | null;
  @Column('integer', { nullable: true }) decidedLate: number | null;
  @Column('integer', { nullable: true }) rejected: number | null;
  @Column('integer', { nullable: true }) completed: number | null;
  @Column('integer', { nullable: true }) failed: number | null;
  /** Went on to another unit, because this one did not take it on. */
  @Column('integer', { nullable: true }) reRouted: number | null;

  // The middle of what it took: half took as long or less. Whole hours and days by the clock, begun ones counted.
  @Column('integer', { nullable: true }) hoursToSeen: number | null;
  @Column('integer', { nullable: true }) hoursToDecision: number | null;
  @Column('integer', { nullable: true }) daysToFirstService: number | null;
}

/** How many referrals wait for an agency's decision since so many days: from the first of the days on, before the second. */
@Entity('loop_ageing')
export class LoopAgeing {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  @Column('integer') fromDays: number;
  /** Null: no end. */
  @Column('integer', { nullable: true }) toDays: number | null;
  @Column('integer', { nullable: true }) waiting: number | null;
  @Column('timestamptz') drawnAt: Date;
}
