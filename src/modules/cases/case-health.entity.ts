import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InCaseScope } from './in-case-scope.ts';

/** What the team must know of somebody's health to act well, in codes and flags: no finding, no score. */
@Entity('case_health')
export class CaseHealth extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('text', { array: true }) codedNeeds: string[];
  @Column('text', { array: true }) functioningDomains: string[];
  @Column('text', { nullable: true }) recommendedAction: string | null;
  @Column('text', { array: true }) flags: string[];
  /** Written where health is left to specialists: the team reads it and does not write it. */
  @Column('boolean') specialistsOnly: boolean;
}

/** A clinical note or the score of a screening, as the specialist wrote it down. What was wrong is set right by another entry. */
@Entity('case_clinical')
export class CaseClinicalEntry extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('text', { nullable: true }) note: string | null;
  @Column('text', { nullable: true }) instrument: string | null;
  @Column('integer', { nullable: true }) score: number | null;
  @Column('date') notedOn: string;
  @Column('uuid') authorId: string;
  /** Written where scores are left to specialists: it stays theirs, whatever the installation decides later. */
  @Column('boolean') specialistsOnly: boolean;
}
