import { Column, Entity, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';
import { conflict } from '../../kernel/problem.ts';

/** Where somebody works, and as what. */
export interface Post {
  readonly role: string;
  readonly unitId: string;
  readonly agencyId: string;
}

/** Somebody who works with the system, in one role and one unit at a time. */
@Entity('person')
export class Person {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column('text') login: string;
  @Column('text') displayName: string;
  @Column('text') role: string;
  @Column('uuid') unitId: string;
  @Column('uuid') agencyId: string;
  @Column('text') locale: string;
  /** Where mail reaches them; without one they hear of things in the house alone. */
  @Column('text', { nullable: true }) email: string | null = null;
  /** The how manyeth address this is; the database counts, and lets the two below begin anew with it. */
  @Column('integer') emailNumber: number = 0;
  /** How many mails to this address came back, or were refused for it. */
  @Column('integer') emailBounces: number = 0;
  /** Since when nothing is believed to arrive there. */
  @Column('timestamptz', { nullable: true }) unreachableSince: Date | null = null;
  @Column('boolean') active: boolean;
  /** Shut out for a time: not at work, and not gone. */
  @Column('boolean') suspended: boolean = false;
  /** A program that acts for a unit stands among the people, so that what it does has an author. */
  @Column('text') kind: 'person' | 'client' = 'person';
  @VersionColumn({ type: 'integer' }) version: number;

  /** Whether they can be asked to choose a password. */
  refuseInvitation(): void {
    this.refuseForClient('invite');
    this.refuseAway();
  }

  /** Takes up another post. */
  move({ role, unitId, agencyId }: Post): void {
    this.refuseForClient('move');
    this.refuseAway();
    this.role = role;
    this.unitId = unitId;
    this.agencyId = agencyId;
  }

  /** A mail came back. After so many nobody is believed to be reached at the address; returns whether it is so from now on. */
  countBounce(atMost: number, at: Date): boolean {
    this.emailBounces += 1;
    if (this.unreachableSince !== null || this.emailBounces < atMost) return false;
    this.unreachableSince = at;
    return true;
  }

  /** Leaves; the name stays with what was done. */
  deactivate(): void {
    if (!this.active && !this.suspended) throw conflict('person-not-active');
    this.active = false;
    this.suspended = false;
  }

  /** Is shut out at once; what is theirs stays theirs until somebody decides. The database forgets the password with it. */
  suspend(): void {
    this.refuseForClient('suspend');
    this.refuseAway();
    this.active = false;
    this.suspended = true;
  }

  /** Is let in again, by a new invitation. */
  reinstate(): void {
    if (!this.suspended) throw conflict('person-not-suspended');
    this.active = true;
    this.suspended = false;
  }

  /** Whoever was shut out can come back; whoever left cannot. */
  private refuseAway(): void {
    if (this.suspended) throw conflict('person-suspended');
    if (!this.active) throw conflict('person-not-active');
  }

  private refuseForClient(deed: string): void {
    if (this.kind === 'client') throw conflict('person-is-client', { deed });
  }
}
