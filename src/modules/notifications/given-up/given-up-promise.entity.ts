import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A promise that was tried until it was given up, and waits for a person: which kind, never what it was about. */
@Entity('given_up_promise')
export class GivenUpPromise {
  @PrimaryColumn('uuid') id: string;
  /** What was promised, as in `remind-follow-up`. */
  @Column('text') kind: string;
  @Column('timestamptz') dueAt: Date;
  @Column('timestamptz') givenUpAt: Date;
  @Column('integer') attempts: number;
  /** The name of the fault of the last try; what it said is in nobody's reach. */
  @Column('text', { nullable: true }) fault: string | null;
}
