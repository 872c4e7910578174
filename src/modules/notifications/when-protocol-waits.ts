import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { ProtocolEnds, ProtocolWaits } from '../consent/index.ts';
import { People } from '../identity/index.ts';
import { Telling } from './telling.ts';

/** Tells whoever has to approve a protocol, or to agree on another one in time. It is about no case. */
@Injectable()
export class WhenProtocolWaits {
  constructor(
    private readonly telling: Telling,
    private readonly people: People,
  ) {}

  @On(ProtocolWaits, { as: 'system' })
  async whenWaiting({ eventId: causeId, protocol, isNew, at: createdAt }: ProtocolWaits): Promise<void> {
    const about = { causeId, subjectType: 'protocol', subjectId: protocol.id, dueOn: null, createdAt } as const;
    const officers = await this.people.holdingInCountryOf('privacy-officer', protocol.fromAgencyId);
    if (officers.length > 0) await this.telling.each(officers, { ...about, kind: isNew ? 'proposed' : 'still-proposed' });
    // Whoever can name one hears that there is none.
    else await this.telling.administrators({ ...about, kind: 'no-privacy-officer' });
  }

  @On(ProtocolEnds, { as: 'system' })
  async whenEnding({ eventId: causeId, protocol, isOver, at: createdAt }: ProtocolEnds): Promise<void> {
    const { id: subjectId, validTo: dueOn } = protocol;
    const kind = isOver ? 'over' : 'ends-soon';
    await this.telling.each(await this.hearers(protocol), { causeId, kind, subjectType: 'protocol', subjectId, dueOn, createdAt });
  }

  /** The administrators of both sides, those of the installation for a side that has none; and the privacy officers. */
  private async hearers({ fromAgencyId, toAgencyId }: ProtocolEnds['protocol']): Promise<string[]> {
    const sides = await Promise.all([fromAgencyId, toAgencyId].map((id) => this.people.holdingInAgency('administrator', id)));
    const others = sides.some((side) => side.length === 0) ? await this.people.administrators() : [];
    const officers = await this.people.holdingInCountryOf('privacy-officer', fromAgencyId);
    return [...new Set([...sides.flat(), ...others, ...officers])];
  }
}
