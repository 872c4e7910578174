import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { mailLifecycle, type MailStatus } from './mail.lifecycle.ts';

/** Why a mail did not go out, as far as the house can tell: the server's own words may name the person. */
export type MailFault =
  | 'no-address'
  | 'person-left'
  | 'recipient-refused'
  | 'message-refused'
  | 'server-refused'
  | 'server-away'
  | 'not-allowed'
  | 'bounced'
  | 'delayed';

const minute = 60_000;
const longestPause = 60 * minute;
/** The pauses grow to an hour: so many tries are about three days; and about two hours, after which urgent news is none. */
const attemptsAtMost = { mail: 78, 'short-message': 8 } as const;

/** What became of the mail that carries what one person is told, in one or many lines. It says nothing of what stands in it. */
@Entity('mail')
export class Mail {
  /** The id of the first notification in it; of a short message its own. */
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('text') channel: 'mail' | 'short-message' = 'mail';
  /** What a short message tells of: one thing. */
  @Column('uuid', { nullable: true }) notificationId: string | null = null;
  @Column('text') status: MailStatus = 'queued';
  @Column('integer') attempts = 0;
  @Column('text', { nullable: true }) fault: MailFault | null = null;
  @Column('timestamptz') queuedAt: Date;
  @Column('timestamptz') nextTryAt: Date;
  @Column('timestamptz', { nullable: true }) settledAt: Date | null = null;
  /** How often it was tried anew by somebody: what comes back of an earlier sending is no news of this one. */
  @Column('integer') replays = 0;
  /** The how manyeth address of its person it went to. */
  @Column('integer') emailNumber = 0;
  /** What came back of it after it had gone out: a status of RFC 3463, and when it was heard. */
  @Column('text', { nullable: true }) reportedStatus: string | null = null;
  @Column('timestamptz', { nullable: true }) reportedAt: Date | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** The mail server has taken it. */
  send(at: Date): void {
    this.settle('send', null, at);
  }

  /** A server on its way has given it up. Told again, it is no other news. */
  bounce(reportedStatus: string, at: Date): void {
    this.status = mailLifecycle.next(this.status, 'bounce');
    this.report('bounced', reportedStatus, at);
    this.settledAt = at;
  }

  /** A server on its way has not got rid of it yet, and goes on trying. */
  delay(reportedStatus: string, at: Date): void {
    this.status = mailLifecycle.next(this.status, 'delay');
    this.report('delayed', reportedStatus, at);
  }

  /** It will not reach this person, however often it is tried. */
  refuse(fault: MailFault, at: Date): void {
    this.settle('refuse', fault, at);
  }

  /** It could not go out now. It is tried again, after a pause that grows, for about three days. */
  putOff(fault: MailFault, at: Date): void {
    if (this.attempts + 1 >= attemptsAtMost[this.channel]) {
      this.settle('give-up', fault, at);
      return;
    }
    this.status = mailLifecycle.next(this.status, 'put-off');
    this.nextTryAt = new Date(at.getTime() + Math.min(longestPause, minute * 2 ** this.attempts));
    this.attempts += 1;
    this.fault = fault;
  }

  /** Whoever has mended the cause has it tried again from the beginning. */
  replay(at: Date): void {
    this.status = mailLifecycle.next(this.status, 'replay');
    this.attempts = 0;
    this.replays += 1;
    this.nextTryAt = at;
    this.settledAt = null;
    this.reportedStatus = null;
    this.reportedAt = null;
  }

  private report(fault: 'bounced' | 'delayed', reportedStatus: string, at: Date): void {
    this.fault = fault;
    this.reportedStatus = reportedStatus;
    this.reportedAt = at;
  }

  private settle(move: 'send' | 'refuse' | 'give-up', fault: MailFault | null, at: Date): void {
    this.status = mailLifecycle.next(this.status, move);
    this.attempts += 1;
    this.fault = fault;
    this.settledAt = at;
  }
}
