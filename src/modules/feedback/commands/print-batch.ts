import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { addDays } from '../../../kernel/local-time.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import { CONFIG, type Config } from '../../../platform/config.ts';
import { Database } from '../../../platform/database/database.ts';
import { Code, Maybe, Whole } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed, shippedReference } from '../../../platform/shipped-reference.ts';
import { Agencies, locales } from '../../identity/index.ts';
import { FeedbackBatch } from '../feedback.entity.ts';
import { FeedbackBatchRecord } from '../feedback.record.ts';
import { FeedbackCodes } from '../feedback-codes.ts';
import { FEEDBACK } from '../pages/form.ts';
import { sheetOf } from '../pages/sheet.ts';
import { PageWords } from '../../../platform/pages/page-words.ts';

const { batchAtLeast, batchAtMost } = shippedReference().timers.feedback;

/** Slips about which kind of help, how many, and in which language. */
export class BatchInput {
  @Code(listed('service-type')) serviceType: string;
  @Whole(batchAtLeast, batchAtMost) size: number;
  @Maybe() @Code(locales) language?: string;
}

/** What is handed to whoever printed the slips, once: nobody can print them again. */
export class NewBatch {
  @ApiProperty({ type: String, format: 'uuid' }) readonly id: string;
  @ApiProperty({ type: String, format: 'date' }) readonly expiresOn: string;
  /** A page to print and to cut: each slip with its code, and the link as a picture. */
  @ApiProperty({ type: String }) readonly sheet: string;
}

/** A unit prints slips on which people say how they were helped. Always many at once: who got which of them nobody knows. */
@Injectable()
export class PrintBatch {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
    private readonly codes: FeedbackCodes,
    private readonly words: PageWords,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async run({ serviceType, size, language = 'en' }: BatchInput): Promise<NewBatch> {
    const { id: printedById, agencyId, unitId } = this.database.actor;
    const agencyType = await this.agencies.typeOf(agencyId);
    if (agencyType !== 'partner' && !this.reference.code('service-type', serviceType).agencyTypes.includes(agencyType))
      throw invalidInput({ field: 'serviceType', code: 'not-of-agency' });
    const printedOn = this.reference.calendar(await this.agencies.countryOf(agencyId)).dayOf(this.clock.now());
    const expiresOn = addDays(printedOn, this.reference.timers.feedback.validDays);
    const facts = { id: randomUUID(), agencyId, unitId, serviceType, size, printedById, printedOn, expiresOn };
    this.gate.admit(FeedbackBatchRecord, Object.assign(new FeedbackBatch(), facts));
    const codes = this.codes.draw(size);
    await this.database.send({
      name: 'seal-feedback',
      text: 'SELECT identity.seal_feedback($1, $2::bytea[])',
      values: [facts.id, codes.map((code) => this.codes.hashOf(code))],
    });
    const link = (code: string): string => `${this.config.publicUrl}/feedback/answer?code=${code}`;
    return { id: facts.id, expiresOn, sheet: sheetOf(this.words.in(FEEDBACK, language), codes, link, expiresOn).text };
  }
}
