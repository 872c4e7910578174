import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Reference } from '../../../platform/reference.ts';
import { CaseRecord, Cases } from '../../cases/index.ts';
import { Consents, SharingProtocols } from '../../consent/index.ts';
import { Approvals } from '../approvals.ts';
import { ConsentOverrides } from '../consent-overrides.ts';
import { Disclosure } from '../disclosure.ts';
import { ReferralRecord } from '../referral.record.ts';
import { Sending } from '../sending.ts';
import { Sources } from '../sources.ts';

/** The worker lets a prepared referral go, if protocol and consent still stand; from now the recipient's deadlines run. */
@Injectable()
export class SendReferral {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly cases: Cases,
    private readonly consents: Consents,
    private readonly protocols: SharingProtocols,
    private readonly overrides: ConsentOverrides,
    private readonly sources: Sources,
    private readonly disclosure: Disclosure,
    private readonly approvals: Approvals,
    private readonly sending: Sending,
  ) {}

  async run(id: string): Promise<Answer> {
    const { toAgencyId, serviceType } = await this.gate.peek(ReferralRecord, id);
    const source = await this.sources.of(id);
    const { caseId } = source;
    // Whoever closes the case or withdraws the consent takes the same locks in the same order: one of the two waits.
    const found = await this.gate.take(CaseRecord, caseId, 'refer');
    const { consentScopes } = this.reference.code('service-type', serviceType);
    const today = await this.cases.todayOf(caseId);
    const consent = await this.consents.coverFor(caseId, consentScopes, toAgencyId, today);
    const override = consent === null ? await this.overrides.carrying(id, this.clock.now()) : null;
    const referral = await this.gate.take(ReferralRecord, id, 'send');
    found.refuseWhenClosed();
    referral.refuseUnlessDraft('send');
    const groups = await this.protocols.groupsFor({ fromUnitId: found.unitId, toAgencyId, purposes: consentScopes, on: today });
    if (consent === null && override === null) throw conflict('consent-missing', { scopes: consentScopes });
    // What is shared is the case as it is now, on the consent that holds now, or without one; from here on neither changes.
    const fresh = await this.disclosure.for(caseId, serviceType, source.oneOff, groups);
    await this.approvals.refuseUnapproved(id, fresh);
    override?.refuseBeyond(fresh.packageGroups);
    source.consentId = consent?.id ?? null;
    this.database.keep(source);
    this.database.keep(Object.assign(await this.sources.packageOf(id), fresh));
    await this.sending.letGo(referral, found.country);
    return this.gate.show(ReferralRecord, id);
  }
}
