import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { shippedReference } from '../../../platform/shipped-reference.ts';
import { system } from '../../../platform/system.ts';
import type { FollowUp } from '../follow-up.entity.ts';
import { FollowUpWaived } from '../follow-up.events.ts';
import { FollowUpRecord } from '../follow-up.record.ts';

/** Reasons that are a worker's to give; the others are the system's. */
const ofWorkers = (): string[] =>
  shippedReference()
    .codes('follow-up-waive-reason')
    .flatMap(({ id, by }) => (by === 'worker' ? [id] : []));

/** Why it is not done. */
export class Waiver {
  @Code(ofWorkers) reason: string;
}

/** The worker has a reason not to; the next one is planned at once, and is not waived too. */
@Injectable()
export class WaiveFollowUp {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run(id: string, { reason }: Waiver): Promise<Answer> {
    const followUp = await this.gate.take(FollowUpRecord, id, 'waive');
    const now = this.clock.now();
    followUp.waive(reason, this.reference.calendar(followUp.country).dayOf(now));
    this.refuseUnfit(followUp);
    // No plain statement of a worker ends a follow-up undone: once judged, it is written as the system.
    await this.database.as(system, () => Promise.resolve(this.database.keep(followUp)));
    await this.events.publish(new FollowUpWaived(id, followUp.caseId, followUp.type, followUp.aboutOn, reason, now));
    return this.gate.show(FollowUpRecord, id);
  }

  private refuseUnfit({ type, riskBasis: risk, afterWaiver }: FollowUp): void {
    if (!this.reference.code('follow-up-type', type).mayBeWaived) throw conflict('follow-up-not-to-be-waived');
    if (type === 'contact' && this.reference.timers.waiveNotAtRisk.includes(risk)) throw conflict('follow-up-at-risk', { risk });
    if (afterWaiver) throw conflict('follow-up-waived-before');
  }
}
