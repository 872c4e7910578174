import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { InCaseScope } from '../cases/index.ts';
import { consentLifecycle, type ConsentStatus } from './consent.lifecycle.ts';

/** One agreement: what for, with whom, from when to when, on which text, given by whom, with the child's own answer. */
@Entity('consent')
export class Consent extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('text', { array: true }) scopes: string[];
  @Column('uuid', { array: true }) recipientIds: string[];
  @Column('text') basis: string;
  @Column('text') textVersion: string;
  @Column('text') language: string;
  @Column('text') givenBy: string;
  @Column('text') form: string;
  @Column('text', { nullable: true }) assent: string | null;
  @Column('date') validFrom: string;
  @Column('date') validTo: string;
  @Column('text') status: ConsentStatus = 'active';
  @Column('date', { nullable: true }) withdrawnOn: string | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** Whether it allows sharing with this agency for this purpose on this day. */
  covers(scope: string, agencyId: string, on: string): boolean {
    const holds = this.status === 'active' && this.validFrom <= on && on <= this.validTo;
    return holds && this.scopes.includes(scope) && this.scopes.includes('share') && this.recipientIds.includes(agencyId);
  }

  /** The person, or who speaks for the child, takes it back. It works at once. */
  withdraw(on: string): void {
    this.status = consentLifecycle.next(this.status, 'withdraw');
    this.withdrawnOn = on;
  }
}
