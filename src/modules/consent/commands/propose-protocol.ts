import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code, Codes, Day, Id } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed, sharedGroups } from '../../../platform/shipped-reference.ts';
import { Agencies, People } from '../../identity/index.ts';
import { ProtocolWaits } from '../protocol.events.ts';
import { ProtocolRecord } from '../protocol.record.ts';
import { SharingProtocol } from '../sharing-protocol.entity.ts';

/** What two agencies signed. */
export class NewProtocol {
  @Id() fromAgencyId: string;
  @Id() toAgencyId: string;
  /** What may be shared for, in the words of consents; `share` is always one of them. */
  @Codes(listed('consent-scope'), { min: 1 }) purposes: string[];
  @Codes(sharedGroups, { min: 1 }) groups: string[];
  @Code(listed('legal-basis')) legalBasis: string;
  @Id() signedFromId: string;
  @Id() signedToId: string;
  @Id() breachContactId: string;
  @Day() validFrom: string;
  @Day() validTo: string;
}

/** The administrator enters what two agencies signed; it holds once the privacy officer approves. */
@Injectable()
export class ProposeProtocol {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
    private readonly people: People,
    private readonly events: Events,
  ) {}

  async run(input: NewProtocol): Promise<Answer> {
    const { fromAgencyId, toAgencyId, purposes, validFrom, validTo } = input;
    await this.refuseUnfitAgencies(fromAgencyId, toAgencyId);
    if (!purposes.includes('share')) throw invalidInput({ field: 'purposes', code: 'share-needed' });
    if (validTo < validFrom) throw invalidInput({ field: 'validTo', code: 'before-it-begins' });
    const today = this.reference.calendar(await this.agencies.countryOf(fromAgencyId)).dayOf(this.clock.now());
    if (validTo < today) throw invalidInput({ field: 'validTo', code: 'in-the-past' });
    await this.refuseOthers(input);
    const askedAt = this.clock.now();
    const proposal = { ...input, id: randomUUID(), proposedById: this.database.actor.id, askedAt };
    const protocol = this.gate.admit(ProtocolRecord, Object.assign(new SharingProtocol(), proposal));
    await this.events.publish(new ProtocolWaits(protocol, true, askedAt));
    return this.gate.show(ProtocolRecord, protocol.id);
  }

  private async refuseUnfitAgencies(fromAgencyId: string, toAgencyId: string): Promise<void> {
    const unknown = await this.agencies.unknownAmong([fromAgencyId, toAgencyId]);
    for (const [field, id] of Object.entries({ fromAgencyId, toAgencyId }))
      if (unknown.includes(id)) throw invalidInput({ field, code: 'unknown-agency' });
    for (const id of [fromAgencyId, toAgencyId]) if (!(await this.agencies.takesPart(id))) throw conflict('agency-not-active');
    if (fromAgencyId === toAgencyId) throw invalidInput({ field: 'toAgencyId', code: 'same-agency' });
    const type = this.reference.code('agency-type', await this.agencies.typeOf(toAgencyId));
    if (!type.mayReceiveReferrals) throw invalidInput({ field: 'toAgencyId', code: 'receives-nothing' });
  }

  /** Each side signs for itself, and the receiving one answers for what it got. */
  private async refuseOthers({ fromAgencyId, toAgencyId, signedFromId, signedToId, breachContactId }: NewProtocol): Promise<void> {
    const [sharing, receiving] = [
      await this.people.ofAgency(fromAgencyId, [signedFromId]),
      await this.people.ofAgency(toAgencyId, [signedToId, breachContactId]),
    ];
    if (!sharing.includes(signedFromId)) throw invalidInput({ field: 'signedFromId', code: 'not-of-that-agency' });
    for (const [field, id] of Object.entries({ signedToId, breachContactId }))
      if (!receiving.includes(id)) throw invalidInput({ field, code: 'not-of-that-agency' });
  }
}
