import { Column } from 'typeorm';
import { InCaseScope } from './in-case-scope.ts';

/** What tells of a change to a case: of which, when, by whom, and who may read it. The database itself says who, and whose it is. */
export abstract class ToldOfCase extends InCaseScope {
  @Column('uuid') caseId: string;
  @Column('timestamptz') at: Date;
  /** Record and group in one word: the row is read by whoever reads that. */
  @Column('text') fieldGroup: string;
  /** A person of the case's own team; of another agency only the unit is told. */
  @Column('uuid', { nullable: true }) actorId: string | null;
  @Column('text', { nullable: true }) actorRole: string | null;
  @Column('uuid', { nullable: true }) actorUnitId: string | null;
  @Column('uuid', { nullable: true }) onBehalfOf: string | null;
}
