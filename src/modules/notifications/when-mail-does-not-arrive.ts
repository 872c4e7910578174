import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { BouncedAddresses } from '../identity/index.ts';
import { MailNotArrived } from './mail.events.ts';
import { Telling } from './telling.ts';

/** Counts what an address does not take, and tells those who keep addresses when it is to be mended. */
@Injectable()
export class WhenMailDoesNotArrive {
  constructor(
    private readonly addresses: BouncedAddresses,
    private readonly telling: Telling,
  ) {}

  @On(MailNotArrived, { as: 'system' })
  async whenNotArrived({ eventId: causeId, personId: subjectId, emailNumber, isOfAddress, at: createdAt }: MailNotArrived): Promise<void> {
    if (!isOfAddress || !(await this.addresses.count(subjectId, emailNumber, createdAt))) return;
    await this.telling.administrators({ causeId, kind: 'unreachable', subjectType: 'person', subjectId, dueOn: null, createdAt });
  }
}
