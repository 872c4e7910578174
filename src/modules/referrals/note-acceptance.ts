import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Directory } from '../directory/index.ts';
import { ReferralAnswered } from './referral.events.ts';

const HOUR = 3_600_000;

/** Lets the directory learn how soon a service takes people on, for those who look for one later. */
@Injectable()
export class NoteAcceptance {
  constructor(private readonly directory: Directory) {}

  @On(ReferralAnswered, { as: 'system' })
  async whenAnswered({ referral: { serviceId, sentAt }, move, at }: ReferralAnswered): Promise<void> {
    if (move === 'accept' && serviceId !== null && sentAt !== null)
      await this.directory.noteAcceptance(serviceId, (at.getTime() - sentAt.getTime()) / HOUR);
  }
}
