import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** Slips that were printed together: for which kind of service of which agency. Who got which of them nobody knows. */
@Entity('feedback_batch')
export class FeedbackBatch {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  @Column('uuid') unitId: string;
  @Column('text') serviceType: string;
  @Column('integer') size: number;
  @Column('uuid') printedById: string;
  @Column('date') printedOn: string;
  @Column('date') expiresOn: string;
  @VersionColumn({ type: 'integer' }) version: number;
}

/**
 * What people said of one kind of service of an agency within some whole months. Numbers are told in steps of five, and not at all
 * where too few have said so: null is "few or none".
 */
@Entity('feedback_figure')
export class FeedbackFigure {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  @Column('text') serviceType: string;
  /** The first day of the first month, and of the first one after the last. */
  @Column('date') fromMonth: string;
  @Column('date') beforeMonth: string;
  @Column('integer', { nullable: true }) answers: number | null;
  @Column('integer', { nullable: true }) respected: number | null;
  @Column('integer', { nullable: true }) helped: number | null;
  @Column('integer', { nullable: true }) free: number | null;
  @Column('integer', { nullable: true }) askedForSomething: number | null;
}
