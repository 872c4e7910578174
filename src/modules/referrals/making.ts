import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { parseBirthQuarter, possibleAges } from '../../kernel/age-band.ts';
import { newReferralCode } from '../../kernel/case-code.ts';
import { Clock } from '../../kernel/clock.ts';
import type { LocalDay } from '../../kernel/local-time.ts';
import { conflict, invalidInput } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { type CaseRecord, Cases } from '../cases/index.ts';
import { Consents, SharingProtocols } from '../consent/index.ts';
import { Agencies } from '../identity/index.ts';
import { AskedServices } from './asked-services.ts';
import { type Disclosed, Disclosure } from './disclosure.ts';
import { ReferralPackage, ReferralSource } from './referral-parts.entity.ts';
import { Referral } from './referral.entity.ts';
import { ReferralDrafted } from './referral.events.ts';
import { ReferralRecord } from './referral.record.ts';
import { Sources } from './sources.ts';

/** Whom to ask for what, how soon, and what to share beside what the service always gets. */
export interface Wanted {
  readonly toUnitId: string;
  readonly serviceType: string;
  readonly urgency: string;
  readonly duplicateReason?: string;
  readonly serviceId?: string;
  readonly waitingList?: boolean;
  /** No consent covers it: it goes out only if that is overridden. */
  readonly withoutConsent?: boolean;
  readonly oneOff?: readonly string[];
}

/** Instead of which referral a new one is made, and why. */
export type Instead = Pick<ReferralSource, 'reroutedFromId' | 'rerouteReason' | 'reroutes'>;

/** A referral that was just prepared, and what it would share. */
export interface Made {
  readonly referral: Referral;
  readonly disclosed: Disclosed;
  /** A consent covers it. */
  readonly isConsented: boolean;
}

/** Prepares a request to another agency, in the name of whoever acts: protocol and consent are checked and the package put together, nothing is sent yet. */
@Injectable()
export class Making {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly cases: Cases,
    private readonly consents: Consents,
    private readonly protocols: SharingProtocols,
    private readonly agencies: Agencies,
    private readonly disclosure: Disclosure,
    private readonly sources: Sources,
    private readonly reference: Reference,
    private readonly services: AskedServices,
  ) {}

  /** Makes a draft for a case that was taken, alone or instead of another referral. */
  async make(found: InstanceType<typeof CaseRecord.entity>, wanted: Wanted, instead?: Instead): Promise<Made> {
    const { toUnitId, serviceType, urgency, duplicateReason, oneOff = [], withoutConsent = false } = wanted;
    const { id: caseId } = found;
    found.refuseWhenClosed();
    const service = this.reference.code('service-type', serviceType);
    const to = await this.agencies.ofUnit(toUnitId);
    const serves = to?.type === 'partner' || service.agencyTypes.includes(to?.type ?? '');
    if (to === null || !serves || !this.reference.code('agency-type', to.type).mayReceiveReferrals)
      throw invalidInput({ field: 'toUnitId', code: 'not-a-provider' });
    const addable = this.disclosure.addable(serviceType);
    if (!oneOff.every((field) => addable.includes(field)))
      throw invalidInput({ field: 'oneOff', code: 'not-a-code', params: { allowed: addable } });
    const asked = await this.services.choose(wanted);
    const today = await this.cases.todayOf(caseId);
    const ageAtEdge = await this.refuseTooYoung(caseId, service.fromAge ?? 0, today);
    const asking = { fromUnitId: found.unitId, toAgencyId: to.agencyId, purposes: service.consentScopes, on: today };
    const groups = await this.protocols.groupsFor(asking);
    const consent = await this.consents.coverFor(caseId, service.consentScopes, to.agencyId, today);
    if (consent === null && !withoutConsent) throw conflict('consent-missing', { scopes: service.consentScopes });
    const open = await this.sources.openFor(caseId, serviceType);
    if (open !== null && duplicateReason === undefined) throw conflict('duplicate-referral', { referralId: open });

    const referral = new Referral();
    const scope = this.cases.scopeOf(found);
    const { agencyId: toAgencyId } = to;
    Object.assign(referral, scope, asked, { id: randomUUID(), code: newReferralCode(), toUnitId, toAgencyId, serviceType, urgency });
    this.gate.admit(ReferralRecord, referral);
    const { id: referralId } = referral;
    const source = {
      referralId,
      caseId,
      consentId: consent?.id ?? null,
      senderId: this.database.actor.id,
      ageAtEdge,
      oneOff,
      unsentSince: this.clock.now(),
      ...instead,
    };
    this.database.keep(Object.assign(new ReferralSource(), source, { duplicateReason: open === null ? null : duplicateReason }));
    const disclosed = await this.disclosure.for(caseId, serviceType, oneOff, groups);
    this.database.keep(Object.assign(new ReferralPackage(), { referralId }, disclosed));
    await this.events.publish(new ReferralDrafted(caseId, referral, this.clock.now()));
    return { referral, disclosed, isConsented: consent !== null };
  }

  /** Refuses a service for older people. Says whether the person may or may not be old enough: at an edge either side holds. */
  private async refuseTooYoung(caseId: string, fromAge: number, today: LocalDay): Promise<boolean> {
    const birth = parseBirthQuarter(await this.cases.birthQuarter(caseId));
    if (birth === undefined) throw new Error('A case has no birth quarter.');
    const ages = possibleAges(birth, today);
    if (Math.max(...ages) < fromAge) throw invalidInput({ field: 'serviceType', code: 'too-young-for-service', params: { fromAge } });
    return Math.min(...ages) < fromAge;
  }
}
