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
  /** How many days before its end the worker of the case was told last that it will end. */
  @Column('integer', { nullable: true }) toldDaysBefore: number | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** Whether it can be gone by on this day. */
  holds(on: string): boolean {
    return this.status === 'active' && this.validFrom <= on && on <= this.validTo;
  }

  /** Whether it allows sharing with this agency for these purposes on this day. */
  covers(purposes: readonly string[], agencyId: string, on: string): boolean {
    return this.holds(on) && hasAll(this.scopes, ['share', ...purposes]) && this.recipientIds.includes(agencyId);
  }

  /** Whether everything of an earlier agreement was agreed to anew in this one, and for no shorter time. */
  replaces(earlier: Consent): boolean {
    const isLater = earlier.validFrom <= this.validFrom && earlier.validTo <= this.validTo;
    return isLater && hasAll(this.scopes, earlier.scopes) && hasAll(this.recipientIds, earlier.recipientIds);
  }

  /** A later agreement says all that this one said. What was shared on it stays shared on that one. */
  supersede(): void {
    this.status = consentLifecycle.next(this.status, 'supersede');
  }

  /** Whether its last day was before this day, and nobody has noted it yet. */
  hasRunOut(on: string): boolean {
    return this.status === 'active' && this.validTo < on;
  }

  /** The worker is told how near its end is, each time once. Whether there is anything to say. */
  tellOfEnd(daysBefore: number, on: string): boolean {
    const isTold = this.toldDaysBefore !== null && this.toldDaysBefore <= daysBefore;
    if (this.status !== 'active' || this.validTo < on || isTold) return false;
    this.toldDaysBefore = daysBefore;
    return true;
  }

  /** Its last day is over. */
  expire(): void {
    this.status = consentLifecycle.next(this.status, 'expire');
  }

  /** The person, or who speaks for the child, takes it back. It works at once. */
  withdraw(on: string): void {
    this.status = consentLifecycle.next(this.status, 'withdraw');
    this.withdrawnOn = on;
  }
}

function hasAll(held: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((each) => held.includes(each));
}
