import { Inject, Injectable } from '@nestjs/common';
import { day, dayInWords } from '../../kernel/local-time.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Words } from '../../platform/words.ts';
import type { Notification } from './notification.entity.ts';

/** A mail as it goes out. */
export interface Letter {
  /** The notification it carries: the same letter, however often it is tried. */
  readonly id: string;
  readonly personId: string;
  readonly email: string | null;
  readonly language: string;
  readonly subject: string;
  readonly text: string;
}

/** Where records stand whose place is not their name in the plural. */
const places: Readonly<Record<string, string>> = { agency: 'agencies' };

/** Says in a person's language that something is theirs to do, by when, and where to look. Never what it is about. */
@Injectable()
export class Letters {
  constructor(
    private readonly words: Words,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  of({ id, personId, kind, subjectType, subjectId, dueOn, count }: Notification, email: string | null, locale: string): Letter {
    const key = `mail.${subjectType}.${kind}`;
    const language = this.words.languageOf(`${key}.text`, locale);
    const link = `${this.config.publicUrl}/${places[subjectType] ?? `${subjectType}s`}/${subjectId}`;
    // The day is one of the calendar where the work is done; the reader's zone does not move it.
    const params = { dueOn: dueOn === null ? null : dayInWords(day(dueOn), language), count, link };
    const subject = this.words.say(`${key}.subject`, params, language);
    return { id, personId, email, language, subject, text: this.words.say(`${key}.text`, params, language) };
  }
}
