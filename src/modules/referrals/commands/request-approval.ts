import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Reference } from '../../../platform/reference.ts';
import { Cases } from '../../cases/index.ts';
import { SharingProtocols } from '../../consent/index.ts';
import { ApprovalReminder } from '../approval-reminder.ts';
import { ApprovalMoved } from '../approval.events.ts';
import { Approvals } from '../approvals.ts';
import { Disclosure } from '../disclosure.ts';
import { ReferralApproval } from '../referral-approval.entity.ts';
import { ReferralRecord } from '../referral.record.ts';
import { Sources } from '../sources.ts';

/** The sender puts the package together as the case is now, and asks another person to approve just that. */
@Injectable()
export class RequestApproval {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly cases: Cases,
    private readonly protocols: SharingProtocols,
    private readonly sources: Sources,
    private readonly disclosure: Disclosure,
    private readonly approvals: Approvals,
    private readonly reminder: ApprovalReminder,
  ) {}

  async run(id: string): Promise<Answer> {
    const referral = await this.gate.take(ReferralRecord, id, 'request-approval');
    referral.refuseUnlessDraft('request-approval');
    // No supervisor sees it, so nobody could answer.
    if (referral.sealed) throw conflict('case-sealed');
    const { caseId, oneOff } = await this.sources.of(id);
    const { unitId: fromUnitId, toAgencyId, serviceType } = referral;
    const { consentScopes: purposes } = this.reference.code('service-type', serviceType);
    const groups = await this.protocols.groupsFor({ fromUnitId, toAgencyId, purposes, on: await this.cases.todayOf(caseId) });
    const fresh = await this.disclosure.for(caseId, serviceType, oneOff, groups);
    if (!this.approvals.isNeeded(fresh)) throw conflict('approval-not-needed');
    this.database.keep(Object.assign(await this.sources.packageOf(id), fresh));
    // Another package has voided an earlier answer by now: the database sees to it.
    const approval = (await this.approvals.of(id)) ?? Object.assign(new ReferralApproval(), { referralId: id, approvalCaseId: caseId });
    const now = this.clock.now();
    approval.ask(this.database.actor, now);
    this.database.keep(approval);
    await this.reminder.promise(approval);
    await this.events.publish(new ApprovalMoved(referral, 'request', now));
    return this.gate.show(ReferralRecord, id);
  }
}
