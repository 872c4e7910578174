import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { mailLifecycle, type MailStatus } from './mail.lifecycle.ts';

/** Why a mail did not go out, as far as the house can tell: the server's own words may name the person. */
export type MailFault = 'no-address' | 'person-left' | 'recipient-refused' | 'message-refused' | 'server-refused' | 'server-away';

const minute = 60_000;
const longestPause = 60 * minute;
/** The pauses grow to an hour: so many tries are about three days. */
const attemptsAtMost = 78;

/** What became of the mail that carries what one person is told, in one or many lines. It says nothing of what stands in it. */
@Entity('mail')
export class Mail {
  /** The id of the first notification in it. */
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('text') status: MailStatus = 'queued';
  @Column('integer') attempts = 0;
  @Column('text', { nullable: true }) fault: MailFault | null = null;
  @Column('timestamptz') queuedAt: Date;
  @Column('timestamptz') nextTryAt: Date;
  @Column('timestamptz', { nullable: true }) settledAt: Date | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** The mail server has taken it. */
  send(at: Date): void {
    this.settle('send', null, at);
  }

  /** It will not reach this person, however often it is tried. */
  refuse(fault: MailFault, at: Date): void {
    this.settle('refuse', fault, at);
  }

  /** It could not go out now. It is tried again, after a pause that grows, for about three days. */
  putOff(fault: MailFault, at: Date): void {
    if (this.attempts + 1 >= attemptsAtMost) {
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
    this.nextTryAt = at;
    this.settledAt = null;
  }

  private settle(move: 'send' | 'refuse' | 'give-up', fault: MailFault | null, at: Date): void {
    this.status = mailLifecycle.next(this.status, move);
    this.attempts += 1;
    this.fault = fault;
    this.settledAt = at;
  }
}
