import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Events } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Reference } from '../../platform/reference.ts';
import { Cases } from '../cases/index.ts';
import { ApprovalMoved } from './approval.events.ts';
import { Approvals } from './approvals.ts';
import type { ReferralApproval } from './referral-approval.entity.ts';
import { ReferralRecord } from './referral.record.ts';

/** Somebody should have approved or declined what a draft would share by now; its subject is the referral. */
export const ApprovalDue = new JobType('approval-due');

/** A draft that waits for approval waits with the person it is for: if nobody decides in time, it is said again, and higher up. */
@Injectable()
export class ApprovalReminder {
  constructor(
    private readonly gate: Gate,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly cases: Cases,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly approvals: Approvals,
  ) {}

  /** Promises to ask whether somebody decided. */
  async promise(approval: ReferralApproval): Promise<void> {
    await this.jobs.promise(ApprovalDue, approval.referralId, await this.decideBy(approval));
  }

  /** Says once of each asking that it is late. What was asked anew meanwhile has a promise and hours of its own. */
  @Keeps(ApprovalDue)
  async ask(referralId: string): Promise<void> {
    const referral = await this.gate.take(ReferralRecord, referralId, 'remind');
    const approval = await this.approvals.of(referralId);
    if (referral.status !== 'draft' || approval?.approval !== 'asked') return;
    const now = this.clock.now();
    if (now < (await this.decideBy(approval))) return;
    await this.events.publish(new ApprovalMoved(referral, 'fall-late', now));
  }

  private async decideBy({ approvalCaseId, approvalAskedAt }: ReferralApproval): Promise<Date> {
    const { country } = await this.cases.routing(approvalCaseId);
    return this.reference.calendar(country).deadlineAfter(approvalAskedAt, this.reference.timers.approvalLateAfter);
  }
}
