import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Approvals } from '../approvals.ts';
import type { ReferralApproval } from '../referral-approval.entity.ts';
import { ReferralRecord } from '../referral.record.ts';

/** Why it is not to be shared so. */
export class Declining {
  @Code(listed('approval-decline-reason')) declineReason: string;
}

/** The supervisor answers a sender who wants to share what is sensitive. */
@Injectable()
export class DecideApproval {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly approvals: Approvals,
  ) {}

  /** Approves what was seen, and nothing else: `ifMatch` names the draft as it was shown. */
  async approve(id: string, ifMatch: string | undefined): Promise<Answer> {
    const approval = await this.taken(id, 'approve');
    await this.gate.refuseStale(ReferralRecord, id, ifMatch);
    return this.keep(id, approval, (asked, at) => {
      asked.approve(this.database.actor, at);
    });
  }

  async decline(id: string, { declineReason }: Declining): Promise<Answer> {
    const approval = await this.taken(id, 'decline');
    return this.keep(id, approval, (asked, at) => {
      asked.decline(this.database.actor, at, declineReason);
    });
  }

  private async taken(id: string, deed: 'approve' | 'decline'): Promise<ReferralApproval | null> {
    const referral = await this.gate.take(ReferralRecord, id, deed);
    referral.refuseUnlessDraft(deed);
    return this.approvals.of(id);
  }

  private keep(id: string, approval: ReferralApproval | null, decide: (asked: ReferralApproval, at: Date) => void): Answer {
    if (approval === null) throw conflict('approval-not-asked');
    decide(approval, this.clock.now());
    this.database.keep(approval);
    return this.gate.show(ReferralRecord, id);
  }
}
