import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Tasks of one kind and agency that keep those of another waiting: how many, never which. Fewer than five is no number. */
@Entity('task_chain')
export class TaskChain {
  @PrimaryColumn('uuid') id: string;
  @Column('text') blockingTemplate: string;
  @Column('uuid') blockingAgencyId: string;
  @Column('text') waitingTemplate: string;
  @Column('uuid') waitingAgencyId: string;
  @Column('integer', { nullable: true }) waiting: number | null;
  /** Of these, how many wait for work that is held up itself. */
  @Column('integer', { nullable: true }) heldUp: number | null;
  @Column('integer', { nullable: true }) late: number | null;
}

/** How much an agency has to do: how many tasks, never which. Fewer than five is no number. */
@Entity('task_load')
export class TaskLoad {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  @Column('integer', { nullable: true }) open: number | null;
  @Column('integer', { nullable: true }) heldUp: number | null;
  @Column('integer', { nullable: true }) late: number | null;
}
