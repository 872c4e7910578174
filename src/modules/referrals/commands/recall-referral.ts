import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { CancelReasons } from '../cancel-reasons.ts';
import { ReferralAnswered } from '../referral.events.ts';
import { ReferralRecord } from '../referral.record.ts';

/** Why it is taken back. */
export class Recall {
  @Code(listed('referral-cancel-reason')) reason: string;
}

/**
 * The supervisor takes back what the team has sent. The worker and the recipient hear of it, and what was shared is closed at once.
 * (A worker takes back the own referral by calling it off.)
 */
@Injectable()
export class RecallReferral {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reasons: CancelReasons,
  ) {}

  async run(id: string, { reason }: Recall): Promise<Answer> {
    const referral = await this.gate.take(ReferralRecord, id, 'recall');
    this.reasons.refuseThoseOfOthers(reason, 'supervisor');
    const at = this.clock.now();
    referral.recall(at, reason);
    this.database.keep(referral);
    await this.events.publish(new ReferralAnswered(referral, 'recall', 'supervisor', at));
    return this.gate.show(ReferralRecord, id);
  }
}
