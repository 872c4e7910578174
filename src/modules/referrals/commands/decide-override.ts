import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { ConsentOverrideMoved } from '../consent-override.events.ts';
import { ConsentOverrideRecord } from '../consent-override.record.ts';
import { ConsentOverrides } from '../consent-overrides.ts';
import { OverrideReview } from '../override-review.ts';
import { ReferralRecord } from '../referral.record.ts';
import type { Refusing } from './review-override.ts';

/** The supervisor answers a worker who wants to share without a consent. */
@Injectable()
export class DecideOverride {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly overrides: ConsentOverrides,
    private readonly review: OverrideReview,
  ) {}

  /** Lets go what was seen, and nothing else; from now the privacy officer's hours run. */
  async approve(id: string, ifMatch: string | undefined): Promise<Answer> {
    const override = await this.gate.take(ConsentOverrideRecord, id, 'approve');
    const at = this.clock.now();
    const { caseId, referralId } = await this.overrides.sourceOf(id);
    const reviewBy = await this.review.deadlineIn(caseId, at);
    override.approve(this.database.actor, at, reviewBy);
    (await this.gate.peek(ReferralRecord, referralId)).refuseUnlessDraft('approve');
    await this.gate.refuseStale(ConsentOverrideRecord, id, ifMatch);
    this.database.keep(override);
    await this.review.promise(id, reviewBy);
    await this.events.publish(new ConsentOverrideMoved(override, 'approve', at));
    return this.gate.show(ConsentOverrideRecord, id);
  }

  async decline(id: string, { refusalReason }: Refusing): Promise<Answer> {
    const override = await this.gate.take(ConsentOverrideRecord, id, 'decline');
    const at = this.clock.now();
    override.decline(this.database.actor, at, refusalReason);
    this.database.keep(override);
    await this.events.publish(new ConsentOverrideMoved(override, 'decline', at));
    return this.gate.show(ConsentOverrideRecord, id);
  }
}
