import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { People } from '../identity/index.ts';
import { ComplaintWaits } from '../feedback/index.ts';
import { Telling, type Message } from './telling.ts';

/** Tells whoever deals with a complaint that it waits. Nobody of the agency complained of hears of it. */
@Injectable()
export class WhenComplaintWaits {
  constructor(
    private readonly telling: Telling,
    private readonly people: People,
  ) {}

  @On(ComplaintWaits, { as: 'system' })
  async whenWaiting({ eventId: causeId, at: createdAt, waiting, dueOn, isUrgent, ...of }: ComplaintWaits): Promise<void> {
    const about = { causeId, subjectType: 'complaint', subjectId: of.complaintId, createdAt, dueOn, isUrgent } as const;
    if (of.handlerAgencyId === null) return this.nobody(about, of.agencyId);
    await this.telling.each(await this.people.holdingInAgency('privacy-officer', of.handlerAgencyId), { ...about, kind: waiting });
    // Whoever keeps the accounts can speak to those who leave it, or name others: which agency it is, never what it is about.
    if (waiting === 'not-settled') await this.ofAgency(about, 'complaints-left', of.handlerAgencyId);
  }

  /** That nobody may deal with complaints about an agency is one piece of news, however many there are. */
  private nobody(about: Omit<Message, 'kind'>, agencyId: string): Promise<void> {
    return this.ofAgency(about, 'no-complaint-handler', agencyId);
  }

  private async ofAgency(about: Omit<Message, 'kind'>, kind: string, agencyId: string): Promise<void> {
    const gap = { ...about, kind, subjectType: 'agency', subjectId: agencyId, dueOn: null } as const;
    await this.telling.unaware(await this.people.administrators(), gap);
  }
}
