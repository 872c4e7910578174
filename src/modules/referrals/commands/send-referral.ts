import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Reference } from '../../../platform/reference.ts';
import { Cases } from '../../cases/index.ts';
import { Consents } from '../../consent/index.ts';
import { ReferralSent } from '../referral.events.ts';
import { ReferralRecord } from '../referral.record.ts';
import { Sources } from '../sources.ts';

/** The worker lets a prepared referral go, if the consent still stands; from now the recipient's deadlines run. */
@Injectable()
export class SendReferral {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly cases: Cases,
    private readonly consents: Consents,
    private readonly sources: Sources,
  ) {}

  async run(id: string): Promise<Answer> {
    const referral = await this.gate.take(ReferralRecord, id, 'send');
    const { caseId } = await this.sources.of(id);
    const { consentScopes } = this.reference.code('service-type', referral.serviceType);
    const consent = await this.consents.coverFor(caseId, consentScopes, referral.toAgencyId, await this.cases.todayOf(caseId));
    if (consent === null) throw conflict('consent-missing', { scopes: consentScopes });
    const now = this.clock.now();
    const { country } = await this.cases.routing(caseId);
    const { seen, decided } = this.reference.timers.referral[referral.urgency as keyof typeof this.reference.timers.referral];
    const calendar = this.reference.calendar(country);
    const decideBy = calendar.deadlineAfter(now, decided);
    referral.send(now, calendar.deadlineAfter(now, seen), decideBy);
    this.database.keep(referral);
    await this.events.publish(new ReferralSent(referral.id, referral.toUnitId, decideBy, now));
    return this.gate.show(ReferralRecord, id);
  }
}
