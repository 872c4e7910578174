import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { bandOn, isPlausibleBirth, lastDayInBand, parseBirthQuarter } from '../../../kernel/age-band.ts';
import { Clock } from '../../../kernel/clock.ts';
import { addDays, day } from '../../../kernel/local-time.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code, Codes, Day, Ids, Maybe } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { consentTextIds, listed } from '../../../platform/shipped-reference.ts';
import { CaseRecord, Cases } from '../../cases/index.ts';
import { Agencies } from '../../identity/index.ts';
import { refuseUnfitAgreement } from '../assent.ts';
import { Consent } from '../consent.entity.ts';
import { ConsentRecorded } from '../consent.events.ts';
import { ConsentRecord } from '../consent.record.ts';
import { refuseUnfitText } from '../consent-text.ts';
import { Consents } from '../consents.ts';
import { ExpireConsents } from '../expire-consents.ts';

/** An agreement as it was given. */
export class NewConsent {
  @Codes(listed('consent-scope'), { min: 1 }) scopes: string[];
  @Ids(20) recipientIds: string[];
  @Code(consentTextIds) textVersion: string;
  @Code(listed('language')) language: string;
  @Code(listed('consent-given-by')) givenBy: string;
  @Code(listed('consent-form')) form: string;
  @Maybe() @Code(listed('assent-answer')) assent?: string;
  @Day() givenOn: string;
}

/** The worker records what was agreed to, with the child's own answer where the child is old enough to give one. */
@Injectable()
export class RecordConsent {
  constructor(
    private readonly gate: Gate,
    private readonly events: Events,
    private readonly cases: Cases,
    private readonly agencies: Agencies,
    private readonly database: Database,
    private readonly consents: Consents,
    private readonly expiry: ExpireConsents,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run(caseId: string, { givenOn, assent: answer, ...agreed }: NewConsent): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, caseId, 'add-consent');
    found.refuseWhenClosed();
    const assent = answer ?? null;
    const today = this.reference.calendar(found.country).dayOf(this.clock.now());
    if (givenOn > today) throw invalidInput({ field: 'givenOn', code: 'in-the-future' });
    await this.refuseUnfitRecipients(agreed);
    const bands = this.reference.ageBands('assent');
    const birth = parseBirthQuarter(await this.cases.birthQuarter(caseId));
    if (birth === undefined) throw new Error('A case has no birth quarter.');
    const given = day(givenOn);
    if (!isPlausibleBirth(birth, given)) throw invalidInput({ field: 'givenOn', code: 'before-birth' });
    refuseUnfitText(this.reference.consentTexts, agreed.textVersion, given);
    const { band } = bandOn(bands, birth, given);
    const rule = this.reference.assentRules.find((each) => each.band === band.id);
    if (rule === undefined) throw new Error(`No rule of assent for the band ${band.id}.`);
    refuseUnfitAgreement(rule, { ...agreed, assent });

    // What was agreed for a child, the child then agrees to: a consent ends with the band at the latest.
    const validTo = lastDayInBand(bands, birth, given, addDays(given, this.reference.timers.consent.expiresAfterDays));
    const consent = new Consent();
    Object.assign(consent, agreed, this.cases.scopeOf(found), {
      id: randomUUID(),
      caseId,
      assent,
      basis: 'consent',
      validFrom: given,
      validTo,
    });
    await this.supersedeBy(consent);
    this.gate.admit(ConsentRecord, consent);
    await this.expiry.promise(consent, found.country);
    await this.events.publish(new ConsentRecorded(consent, this.clock.now()));
    return this.gate.show(ConsentRecord, consent.id);
  }

  /** What was agreed to before and is all in the new agreement is held by that one from now on. */
  private async supersedeBy(consent: Consent): Promise<void> {
    for (const earlier of await this.consents.activeOf(consent.caseId)) {
      if (!consent.replaces(earlier)) continue;
      earlier.supersede();
      this.database.keep(earlier);
    }
  }

  private async refuseUnfitRecipients({ scopes, recipientIds }: Pick<NewConsent, 'scopes' | 'recipientIds'>): Promise<void> {
    const named = scopes.some((scope) => this.reference.code('consent-scope', scope).recipient !== 'none');
    if (named && recipientIds.length === 0) throw invalidInput({ field: 'recipientIds', code: 'recipients-needed' });
    const unknown = await this.agencies.unknownAmong(recipientIds);
    if (unknown.length > 0) throw invalidInput({ field: 'recipientIds', code: 'unknown-agency' });
  }
}
