import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code, Id, Maybe } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { ReferralNextStepTaken } from '../referral.events.ts';
import { ReferralRecord } from '../referral.record.ts';
import { Sources } from '../sources.ts';

/** What is next after a referral came to nothing. */
export class NextStepSaid {
  @Code(listed('referral-next-step')) nextStep: string;
  /** The referral for the same need that was sent after it; asked for where another referral is what is next. */
  @Maybe() @Id() nextReferralId?: string;
}

/**
 * The worker says what is next for a need that a referral did not meet. (Who asks somebody else instead says so by that deed, once the
 * new referral is sent.)
 */
@Injectable()
export class SayNextStep {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly sources: Sources,
  ) {}

  async run(id: string, { nextStep, nextReferralId }: NextStepSaid): Promise<Answer> {
    await this.gate.take(ReferralRecord, id, 'say-next-step');
    this.refuseThoseOfOthers(nextStep);
    const source = await this.sources.of(id);
    const isReferral = this.reference.code('referral-next-step', nextStep).kind === 'referral';
    if (isReferral !== (nextReferralId !== undefined))
      throw invalidInput({ field: 'nextReferralId', code: isReferral ? 'missing' : 'not-wanted' });
    if (nextReferralId !== undefined && !(await this.sources.isSentAfter(nextReferralId, id)))
      throw invalidInput({ field: 'nextReferralId', code: 'other-need' });
    const at = this.clock.now();
    this.database.keep(source).goOn({ nextStep, byId: this.database.actor.id, referralId: nextReferralId ?? null }, at);
    await this.events.publish(new ReferralNextStepTaken(source.caseId, id, nextStep, at));
    return this.gate.show(ReferralRecord, id);
  }

  private refuseThoseOfOthers(nextStep: string): void {
    const ofWorkers = this.reference.codes('referral-next-step').filter(({ by }) => by === 'worker');
    const allowed = ofWorkers.map(({ id }) => id);
    if (!allowed.includes(nextStep)) throw invalidInput({ field: 'nextStep', code: 'not-a-code', params: { allowed } });
  }
}
