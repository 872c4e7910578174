import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { invalidInput, Problem } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { Code, Maybe, Text } from '../../platform/input.ts';
import { Reference } from '../../platform/reference.ts';
import { listed } from '../../platform/shipped-reference.ts';
import { AddressThrottle, asGuest } from '../identity/index.ts';
import { PageWords } from '../../platform/pages/page-words.ts';
import { FeedbackCodes } from './feedback-codes.ts';
import { doorPage, FEEDBACK, questionsPage, thanksPage } from './pages/form.ts';

/** Where the throttle of these pages is injected. */
export const FEEDBACK_THROTTLE = Symbol('feedback-throttle');

/** What somebody says of the help. There is no field for words: words are known again by those who hear them every day. */
export class FeedbackForm {
  @Text(40) code: string;
  @Code(listed('feedback-answer')) respected: string;
  @Code(listed('feedback-answer')) helped: string;
  @Code(listed('feedback-answer')) free: string;
  @Code(listed('feedback-asked-for')) askedFor: string;
  @Maybe() @Code(listed('complaint-kind')) complaint?: string;
}

/** The pages on which people without an account say how they were helped, and complain. */
@Injectable()
export class FeedbackPages {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly codes: FeedbackCodes,
    private readonly words: PageWords,
    @Inject(FEEDBACK_THROTTLE) private readonly throttle: AddressThrottle,
  ) {}

  /** Asks for the code. */
  door(language: string | undefined): string {
    return doorPage(this.words.heard(FEEDBACK, language)).text;
  }

  /** Asks the questions. */
  questions(typed: string | undefined, language: string | undefined): string {
    return questionsPage(this.words.heard(FEEDBACK, language), this.read(typed ?? '')).text;
  }

  /** Takes what was said, if the slip was not used yet; and says the same in either case. */
  async give(form: FeedbackForm, address: string, language: string | undefined): Promise<string> {
    const seconds = this.throttle.waitFor(address);
    if (seconds > 0) throw new Problem(429, 'too-many-tries', { params: { seconds }, headers: { 'retry-after': String(seconds) } });
    const hash = this.codes.hashOf(this.read(form.code));
    const { complaint: asked } = this.reference.code('feedback-asked-for', form.askedFor);
    const complaints = [...new Set([form.complaint, asked].filter((kind) => kind !== undefined))];
    // The day in Greenwich: of which country the slip is nobody knows yet, and there it is as late or later, so that no limit is moved back.
    const today = this.clock.now().toISOString().slice(0, 10);
    const values = [hash, today, form.respected, form.helped, form.free, form.askedFor, complaints];
    await asGuest(this.database, () =>
      this.database.send({
        name: 'feedback-given',
        text: 'SELECT identity.feedback_given($1, $2::date, $3, $4, $5, $6, $7::text[])',
        values,
      }),
    );
    const named = this.reference.complaintContacts.flatMap(({ country, contact }) => (contact === null ? [] : [{ country, contact }]));
    return thanksPage(this.words.heard(FEEDBACK, language), named).text;
  }

  /** What cannot be a code was typed wrong: that much its check symbol tells without a look at anything. */
  private read(typed: string): ReturnType<FeedbackCodes['draw']>[number] {
    const code = this.codes.read(typed);
    if (code === undefined) throw invalidInput({ field: 'code', code: 'not-a-slip-code' });
    return code;
  }
}
