import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { actsAs } from '../../../platform/database/context.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code, Codes, Flag, Id, Maybe } from '../../../platform/input.ts';
import { listed, oneOffFields } from '../../../platform/shipped-reference.ts';
import { CaseRecord } from '../../cases/index.ts';
import { Approvals } from '../approvals.ts';
import { Chain } from '../chain.ts';
import { type Made, Making } from '../making.ts';
import type { Referral } from '../referral.entity.ts';
import { ReferralAnswered, ReferralReRouted } from '../referral.events.ts';
import { ReferralRecord } from '../referral.record.ts';
import { Sending } from '../sending.ts';
import { Sources } from '../sources.ts';

/** Whom to ask instead, and why. */
export class ReRouting {
  @Id() toUnitId: string;
  @Code(listed('referral-re-route-reason')) rerouteReason: string;
  /** As urgent as before, if it does not say. */
  @Maybe() @Code(listed('referral-urgency')) urgency?: string;
  @Maybe() @Code(listed('referral-duplicate-reason')) duplicateReason?: string;
  /** The service of the directory that is asked for; if none is named, the best that the unit offers at present. */
  @Maybe() @Id() serviceId?: string;
  /** The person will wait where no place is free. */
  @Maybe() @Flag() waitingList?: boolean;
  /** Sensitive fields to share with this recipient; what another was given it does not get by itself. */
  @Maybe() @Codes(oneOffFields) oneOff?: string[];
  /** The sender wants to look at the new referral before it goes. A supervisor does not: nobody would see to a draft of theirs. */
  @Maybe() @Flag() asDraft?: boolean;
  /** No consent covers it: the worker gets a draft, and asks to send it without one. */
  @Maybe() @Flag() withoutConsent?: boolean;
}

/**
 * The sender asks somebody else instead of whom it asked before, in one step: the old referral is called off if it was open, and a
 * new one is made for the new recipient (consent asked anew, package put together anew, another code) and sent, unless another
 * person has to approve its package first, no consent covers it or the sender wants to look. The supervisor does so once the time to
 * decide has passed, and only if the new one can go at once: what it would still wait for is the worker's to see to.
 */
@Injectable()
export class ReRouteReferral {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly sources: Sources,
    private readonly chain: Chain,
    private readonly making: Making,
    private readonly approvals: Approvals,
    private readonly sending: Sending,
  ) {}

  async run(id: string, { rerouteReason, asDraft = false, withoutConsent = false, ...wanted }: ReRouting): Promise<Answer> {
    await this.gate.peek(ReferralRecord, id);
    const { caseId } = await this.sources.of(id);
    // First the case, as whoever sends: nothing of it changes meanwhile, and nobody withdraws what the new referral stands on.
    const found = await this.gate.take(CaseRecord, caseId, 're-route');
    const old = await this.gate.take(ReferralRecord, id, 're-route');
    const at = this.clock.now();
    const by = actsAs(this.database.actor, old.workerId) ? 'sender' : 'supervisor';
    const wasOpen = old.status === 'sent';
    old.reRoute(at);
    if (by === 'supervisor') this.refuseTooEarly(old, at);
    const instead = await this.chain.after(id, wanted.toUnitId, rerouteReason);
    this.database.keep(old);
    if (wasOpen) await this.events.publish(new ReferralAnswered(old, 'cancel', 'sender', at));

    const { serviceType } = old;
    const urgency = wanted.urgency ?? old.urgency;
    const asked = { ...wanted, serviceType, urgency, withoutConsent: withoutConsent || by === 'supervisor' };
    const made = await this.making.make(found, asked, instead);
    const { referral } = made;
    if (by === 'supervisor') this.refuseUnlessGoing(made, asDraft || withoutConsent);
    await this.events.publish(new ReferralReRouted(caseId, referral, rerouteReason, by, at));
    const waits = asDraft || withoutConsent || this.approvals.isNeeded(made.disclosed);
    if (!waits) await this.sending.letGo(referral, found.country);
    return this.gate.show(ReferralRecord, referral.id);
  }

  /** Refuses a supervisor what would leave a draft that nobody sees to: then all stays as it was, and the worker does it. */
  private refuseUnlessGoing({ isConsented, disclosed }: Made, asDraft: boolean): void {
    if (!isConsented) throw conflict('re-route-without-consent');
    if (this.approvals.isNeeded(disclosed)) throw conflict('re-route-needs-approval');
    if (asDraft) throw conflict('re-route-as-draft');
  }

  /** Whom to ask is the worker's to decide, as long as the one who was asked has time to answer. */
  private refuseTooEarly({ decideBy }: Referral, at: Date): void {
    if (decideBy === null || at <= decideBy) throw conflict('re-route-not-yet', { decideBy });
  }
}
