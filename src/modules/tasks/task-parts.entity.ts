import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The case team's side of a task: whose case it is, who made it, on which consent it stands and who found it done. */
@Entity('task_source')
export class TaskSource {
  @PrimaryColumn('uuid') taskId: string;
  @Column('uuid') caseId: string;
  /** The template that asked for it, and for which time in this case; none if somebody made it by hand. */
  @Column('text', { nullable: true }) fromTemplate: string | null = null;
  @Column('integer', { nullable: true }) occurrence: number | null = null;
  /** How often it had stopped before, with its case or a consent, and was begun anew. */
  @Column('integer') restarts: number = 0;
  /** The kinds of task that come before it. */
  @Column('text', { array: true }) waitsFor: readonly string[] = [];
  @Column('uuid', { nullable: true }) createdById: string | null = null;
  @Column('uuid', { nullable: true }) consentId: string | null = null;
  /** The birthday that decides whether it applies lies in this quarter: nobody here knows whether it has been. */
  @Column('boolean') ageAtEdge: boolean = false;
  /** What no data answer, and whoever let it go said to be so. */
  @Column('text', { array: true }) confirmed: string[] = [];
  @Column('uuid', { nullable: true }) verifiedById: string | null = null;
  @Column('timestamptz', { nullable: true }) verifiedAt: Date | null = null;
}

/** What its owner needs to know: values as they were when the task was let go, never anything sensitive. */
@Entity('task_package')
export class TaskPackage {
  @PrimaryColumn('uuid') taskId: string;
  // Of what still waits, and of the team's own, nothing is shared: then there is no such row, and its fields are shown as empty.
  @Column('jsonb', { nullable: true }) package: Record<string, unknown>;
  @Column('text', { array: true, nullable: true }) packageGroups: string[];
  /** What is to be done, in a few words of whoever gave it, where its kind does not say it. */
  @Column('text', { nullable: true }) instruction: string | null = null;
}
