import { randomUUID } from 'node:crypto';
import type { Mail } from './mail.entity.ts';

/** A mail has not reached its person, and will not: it was refused, given up, or came back. */
export class MailNotArrived {
  readonly eventId = randomUUID();
  readonly mailId: string;
  readonly personId: string;
  /** The how manyeth address of that person it went to. */
  readonly emailNumber: number;
  /** Whether that says something of the address, and not of the mail or the server. */
  readonly isOfAddress: boolean;

  constructor(
    { id, personId, channel, emailNumber, fault }: Mail,
    readonly at: Date,
  ) {
    this.mailId = id;
    this.personId = personId;
    this.emailNumber = emailNumber;
    this.isOfAddress = channel === 'mail' && (fault === 'bounced' || fault === 'recipient-refused');
  }
}
