import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code, Day, Maybe, Whole } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { handOf } from '../answering.ts';
import { PackageEnd } from '../package-end.ts';
import { ReferralAnswered, ReferralCompleted } from '../referral.events.ts';
import { ReferralRecord } from '../referral.record.ts';
import { ServiceDays } from '../service-days.ts';

/** What came of it: a referral is not completed without saying so. */
export class Completion {
  @Code(listed('outcome')) outcomeCode: string;
  @Day() outcomeOn: string;
  @Maybe() @Whole(0, 10_000) outcomeUnits?: number;
  @Maybe() @Code(listed('no-units-reason')) noUnitsReason?: string;
  @Code(listed('client-confirmation')) clientConfirmed: string;
}

/** The receiving agency has given the service: the loop is closed with an outcome. */
@Injectable()
export class CompleteReferral {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly days: ServiceDays,
    private readonly packageEnd: PackageEnd,
  ) {}

  async run(id: string, { outcomeUnits, noUnitsReason, ...completion }: Completion): Promise<Answer> {
    if ((outcomeUnits === undefined) === (noUnitsReason === undefined))
      throw invalidInput({ field: 'outcomeUnits', code: 'units-or-reason' });
    const referral = await this.gate.take(ReferralRecord, id, 'complete');
    const at = this.clock.now();
    const outcome = { ...completion, outcomeUnits: outcomeUnits ?? null, noUnitsReason: noUnitsReason ?? null };
    referral.complete(handOf(this.database.actor), at, outcome);
    await this.days.refuseUnlikely(referral, 'outcomeOn', outcome.outcomeOn);
    this.database.keep(referral);
    await this.packageEnd.promise(referral);
    await this.events.publish(new ReferralCompleted(referral, outcome, at));
    await this.events.publish(new ReferralAnswered(referral, 'complete', 'recipient', at));
    return this.gate.show(ReferralRecord, id);
  }
}
