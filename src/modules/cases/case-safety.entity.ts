import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { InCaseScope } from './in-case-scope.ts';

/** Violence that somebody told of, of their own accord. That it was told at all is known to the author and whom the author named. */
@Entity('case_disclosure')
export class CaseDisclosure extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('text') typeCode: string;
  @Column('date') reportedOn: string;
  @Column('uuid') authorId: string;
  @Column('uuid', { array: true }) readerIds: string[];
  @Column('text') action: string;
  @VersionColumn({ type: 'integer' }) version: number;

  /** The author says who else has to know, and who no longer. */
  nameReaders(readerIds: readonly string[]): void {
    this.readerIds = [...readerIds];
  }
}

/** What threatens the person, what was agreed for their safety, and how they can be reached without harm. */
@Entity('case_protection')
export class CaseProtection extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('text', { array: true }) protectionRiskReasons: string[];
  @Column('text', { nullable: true }) safetyPlanState: string | null;
  @Column('text', { nullable: true }) safeContact: string | null;
}
