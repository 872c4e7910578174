import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { ApprovalMoved } from '../approval.events.ts';
import { Approvals } from '../approvals.ts';
import type { ReferralApproval } from '../referral-approval.entity.ts';
import type { Referral } from '../referral.entity.ts';
import { ReferralRecord } from '../referral.record.ts';

/** Why it is not to be shared so. */
export class Declining {
  @Code(listed('approval-decline-reason')) declineReason: string;
}

type Decision = 'approve' | 'decline';

/** The supervisor answers a sender who wants to share what is sensitive. */
@Injectable()
export class DecideApproval {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly approvals: Approvals,
  ) {}

  /** Approves what was seen, and nothing else: `ifMatch` names the draft as it was shown. */
  async approve(id: string, ifMatch: string | undefined): Promise<Answer> {
    const referral = await this.taken(id, 'approve');
    await this.gate.refuseStale(ReferralRecord, id, ifMatch);
    return this.decide(referral, 'approve', (asked, at) => {
      asked.approve(this.database.actor, at);
    });
  }

  async decline(id: string, { declineReason }: Declining): Promise<Answer> {
    return this.decide(await this.taken(id, 'decline'), 'decline', (asked, at) => {
      asked.decline(this.database.actor, at, declineReason);
    });
  }

  private async taken(id: string, deed: Decision): Promise<Referral> {
    const referral = await this.gate.take(ReferralRecord, id, deed);
    referral.refuseUnlessDraft(deed);
    return referral;
  }

  private async decide(referral: Referral, decision: Decision, decide: (asked: ReferralApproval, at: Date) => void): Promise<Answer> {
    const approval = await this.approvals.of(referral.id);
    if (approval === null) throw conflict('approval-not-asked');
    const now = this.clock.now();
    decide(approval, now);
    this.database.keep(approval);
    await this.events.publish(new ApprovalMoved(referral, decision, now));
    return this.gate.show(ReferralRecord, referral.id);
  }
}
