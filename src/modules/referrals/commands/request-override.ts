import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed, overridingBases } from '../../../platform/shipped-reference.ts';
import { CaseRecord, Cases } from '../../cases/index.ts';
import { Consents, SharingProtocols } from '../../consent/index.ts';
import { ConsentOverride, ConsentOverrideSource } from '../consent-override.entity.ts';
import { ConsentOverrideMoved } from '../consent-override.events.ts';
import { ConsentOverrideRecord } from '../consent-override.record.ts';
import { ConsentOverrides } from '../consent-overrides.ts';
import { Disclosure } from '../disclosure.ts';
import { ReferralRecord } from '../referral.record.ts';
import { Sources } from '../sources.ts';

/** On which basis it is to be shared without a consent, and why. */
export class NewOverride {
  @Code(overridingBases) legalBasis: string;
  @Code(listed('consent-override-reason')) reason: string;
}

/** The worker asks to send a draft that no consent covers: of just what it would share now, to just this recipient. */
@Injectable()
export class RequestOverride {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly cases: Cases,
    private readonly consents: Consents,
    private readonly protocols: SharingProtocols,
    private readonly sources: Sources,
    private readonly overrides: ConsentOverrides,
    private readonly disclosure: Disclosure,
  ) {}

  async run(referralId: string, { legalBasis, reason }: NewOverride): Promise<Answer> {
    const { toAgencyId, serviceType } = await this.gate.peek(ReferralRecord, referralId);
    const { caseId, oneOff } = await this.sources.of(referralId);
    // The same locks in the same order as sending.
    const found = await this.gate.take(CaseRecord, caseId, 'refer');
    const { consentScopes: purposes, assentRequired: isVoluntary = false } = this.reference.code('service-type', serviceType);
    const on = await this.cases.todayOf(caseId);
    const consent = await this.consents.coverFor(caseId, purposes, toAgencyId, on);
    const referral = await this.gate.take(ReferralRecord, referralId, 'request-override');
    found.refuseWhenClosed();
    referral.refuseUnlessDraft('request-override');
    const groups = await this.protocols.groupsFor({ fromUnitId: found.unitId, toAgencyId, purposes, on });
    // Nobody but the worker would see it, so nobody could decide.
    if (found.sealed) throw conflict('case-sealed');
    // What is offered and never imposed has no other basis than a yes.
    if (isVoluntary) throw conflict('override-of-voluntary');
    if (consent !== null) throw conflict('override-not-needed');
    await this.overrides.refuseAsked(referralId);
    const fresh = await this.disclosure.for(caseId, serviceType, oneOff, groups);
    this.database.keep(Object.assign(await this.sources.packageOf(referralId), fresh));
    const at = this.clock.now();
    const asked = { id: randomUUID(), toAgencyId, serviceType, legalBasis, reason, requestedAt: at };
    const override = Object.assign(new ConsentOverride(), this.cases.scopeOf(found), asked, {
      groups: fresh.packageGroups,
      requestedById: this.database.actor.id,
    });
    this.gate.admit(ConsentOverrideRecord, override);
    this.database.keep(Object.assign(new ConsentOverrideSource(), { consentOverrideId: override.id, referralId, caseId }));
    await this.events.publish(new ConsentOverrideMoved(override, 'request', at));
    return this.gate.show(ConsentOverrideRecord, override.id);
  }
}
