import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { conflict, forbidden } from '../../kernel/problem.ts';
import { InCaseScope } from '../cases/index.ts';
import { taskLifecycle, workingStates, type TaskStatus } from './task.lifecycle.ts';

/** Who does something to a task. */
export interface Doer {
  readonly id: string;
  readonly role: string;
  readonly agencyId: string;
}

/** What shows that it was done, and whether it is to be done again. */
export interface Evidence {
  readonly evidenceCode: string;
  readonly evidenceText: string | null;
  readonly goalReached: boolean | null;
  readonly nextOn: string | null;
}

const hour = 3_600_000;

/** What its owner holds of something to be done for a returnee: never the case, only a code made for this task. */
@Entity('task')
export class Task extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('text') template: string;
  @Column('uuid') ownerUnitId: string;
  @Column('uuid') ownerAgencyId: string;
  /** The team that looks after the case does it itself. */
  @Column('boolean') ofTeam: boolean;
  @Column('text') priority: string;
  @Column('text') status: TaskStatus = 'waiting';
  @Column('date') dueOn: string;
  /** The hour, where it is due within hours. */
  @Column('timestamptz', { nullable: true }) dueAt: Date | null = null;
  @Column('timestamptz', { nullable: true }) openedAt: Date | null = null;
  /** Since when it is worked on anew, after it came back. */
  @Column('timestamptz', { nullable: true }) workedSince: Date | null = null;
  @Column('uuid', { nullable: true }) claimedById: string | null = null;
  @Column('text', { nullable: true }) overLimitReason: string | null = null;
  /** Why it is held up, came back or was called off. */
  @Column('text', { nullable: true }) reason: string | null = null;
  @Column('text', { nullable: true }) evidenceCode: string | null = null;
  @Column('text', { nullable: true }) evidenceText: string | null = null;
  /** Whether what it is done for again and again is reached; nothing for what has no such goal. */
  @Column('boolean', { nullable: true }) goalReached: boolean | null = null;
  /** On which day it is to be done next, where whoever does it says so. */
  @Column('date', { nullable: true }) nextOn: string | null = null;
  @Column('timestamptz', { nullable: true }) doneAt: Date | null = null;
  @Column('uuid', { nullable: true }) doneById: string | null = null;
  /** How many hours each round took, from when it was asked for until it was called done. */
  @Column('integer', { array: true }) roundHours: number[] = [];
  @Column('timestamptz', { nullable: true }) endedAt: Date | null = null;
  @Column('boolean') packageOpen: boolean = false;
  /** What was shared stays closed, whoever takes the task on. */
  @Column('boolean') sharingEnded: boolean = false;
  @VersionColumn({ type: 'integer' }) version: number;

  /** Its owner knows of it from now. */
  release(at: Date): void {
    this.status = taskLifecycle.next(this.status, 'release');
    this.openedAt = at;
    this.workedSince = at;
  }

  /** Nobody was asked for it, and nobody will be. */
  drop(at: Date, reason: string): void {
    this.status = taskLifecycle.next(this.status, 'drop');
    this.reason = reason;
    this.endedAt = at;
  }

  /** One person of the owning unit takes it on; what was shared for it opens to the unit. */
  claim(by: Doer, overLimitReason: string | null): void {
    this.status = taskLifecycle.next(this.status, 'claim');
    this.claimedById = by.id;
    this.overLimitReason = overLimitReason;
    this.openPackage();
  }

  /** Whoever has it lets it go again. */
  unclaim(by: Doer): void {
    taskLifecycle.next(this.status, 'unclaim');
    this.refuseOthers(by);
    this.letGo();
  }

  /** It is anybody's of the unit again; what was shared opens to whoever takes it on next. */
  letGo(): void {
    this.status = taskLifecycle.next(this.status, 'unclaim');
    this.claimedById = null;
    this.overLimitReason = null;
    this.reason = null;
    this.packageOpen = false;
  }

  /** The work begins, or begins again after it came back. */
  begin(by: Doer): void {
    this.step('begin', by);
  }

  /** The work is held up. */
  block(by: Doer, reason: string): void {
    this.step('block', by);
    this.reason = reason;
  }

  /** The work goes on. */
  resume(by: Doer): void {
    this.step('resume', by);
    this.reason = null;
  }

  /** Whoever has it says that it is done, and by what that can be seen. */
  complete(by: Doer, at: Date, evidence: Evidence): void {
    const since = this.workedSince ?? at;
    this.step('complete', by);
    Object.assign(this, evidence);
    this.reason = null;
    this.doneAt = at;
    this.doneById = by.id;
    this.roundHours = [...this.roundHours, Math.floor((at.getTime() - since.getTime()) / hour)];
    this.endedAt = at;
  }

  /** Another person finds that it is done. Nobody finds that of their own work, and of their own agency's only who answers for the team. */
  verify(by: Doer): void {
    const next = taskLifecycle.next(this.status, 'verify');
    if (this.doneById === by.id) throw forbidden({ why: 'own-work' });
    if (this.ownerAgencyId === by.agencyId && by.role !== 'supervisor') throw forbidden({ why: 'own-agency' });
    this.status = next;
  }

  /** It is not done as it should be, and goes back to whoever did it. */
  return(at: Date, reason: string): void {
    this.comeBack('return', at, reason);
  }

  /** It was found done, and is not. Both durations stay. */
  reopen(at: Date, reason: string): void {
    this.comeBack('reopen', at, reason);
  }

  /** The case team calls it off; what was shared is closed at once. */
  cancel(at: Date, reason: string): void {
    this.status = taskLifecycle.next(this.status, 'cancel');
    this.reason = reason;
    this.endedAt = at;
    this.endSharing();
  }

  /** What was shared may be read no longer, by nobody. */
  endSharing(): void {
    this.packageOpen = false;
    this.sharingEnded = true;
  }

  /** The focal point gives it to somebody of its unit. What waits for somebody is taken on with that. */
  giveTo(personId: string): void {
    if (!workingStates.includes(this.status)) throw conflict('task-cannot-give', { state: this.status });
    if (this.status === 'open') this.status = taskLifecycle.next(this.status, 'claim');
    this.claimedById = personId;
    this.openPackage();
  }

  /** The focal point moves it to another unit of the agency, where nobody has taken it on yet. */
  passOnTo(unitId: string): void {
    const next = taskLifecycle.next(this.status, 'pass-on');
    if (unitId === this.ownerUnitId) throw conflict('task-already-there');
    this.status = next;
    this.ownerUnitId = unitId;
    this.claimedById = null;
    this.reason = null;
    this.packageOpen = false;
  }

  /** The unit it names is no more: another of the agency is to be asked, once somebody lets it go. */
  nameInstead(unitId: string): void {
    if (this.status !== 'waiting') throw conflict('task-cannot-pass-on', { state: this.status });
    this.ownerUnitId = unitId;
  }

  /** The day from which it is counted became known. */
  reschedule(dueOn: string): void {
    this.dueOn = dueOn;
  }

  /** Whether somebody still has to act. */
  isOpen(): boolean {
    return this.status === 'waiting' || workingStates.includes(this.status);
  }

  private step(move: 'begin' | 'block' | 'resume' | 'complete', by: Doer): void {
    const next = taskLifecycle.next(this.status, move);
    this.refuseOthers(by);
    this.claimedById = by.id;
    this.status = next;
  }

  private refuseOthers(by: Doer): void {
    // The team's own task goes with the case, whoever had taken it on.
    if (!this.ofTeam && this.claimedById !== by.id) throw conflict('task-claimed');
  }

  private comeBack(move: 'return' | 'reopen', at: Date, reason: string): void {
    this.status = taskLifecycle.next(this.status, move);
    this.reason = reason;
    this.workedSince = at;
    this.endedAt = null;
  }

  private openPackage(): void {
    this.packageOpen = !this.ofTeam && !this.sharingEnded;
  }
}
