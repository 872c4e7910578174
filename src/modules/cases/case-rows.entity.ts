import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { InCaseScope } from './in-case-scope.ts';

/** Something the person needs, in one domain of the plan. */
@Entity('case_need')
export class CaseNeed extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('text') domain: string;
  @Column('text') needCode: string;
  @Column('text') severity: string;
  @Column('date') notedOn: string;
  @Column('text') status: string = 'open';
  @VersionColumn({ type: 'integer' }) version: number;
}

/** A short note of the owning team. It never leaves the team: not in a package, an export, a statistic or a message. */
@Entity('case_narrative')
export class CaseNote extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('text') note: string;
  @Column('uuid') authorId: string;
  @Column('date') notedOn: string;
}
