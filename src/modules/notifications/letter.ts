import { Inject, Injectable } from '@nestjs/common';
import { day, dayInWords } from '../../kernel/local-time.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Words } from '../../platform/words.ts';
import type { Mail } from './mail.entity.ts';
import type { Notification } from './notification.entity.ts';

/** A mail as it goes out. */
export interface Letter {
  /** The mail: the same letter, however often it is tried. */
  readonly id: string;
  /** How often it was tried anew. */
  readonly replays: number;
  readonly personId: string;
  readonly email: string | null;
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  /** What it tells of, line by line. */
  readonly notifications: readonly string[];
}

/** What a mail that tells of several things says of itself. */
const several = 'post.several.subject';

/** Where records stand whose place is not their name in the plural. */
const places: Readonly<Record<string, string>> = { agency: 'agencies', delivery: 'deliveries', person: 'people' };

/** Says in a person's language that something is theirs to do, by when, and where to look. Never what it is about. */
@Injectable()
export class Letters {
  constructor(
    private readonly words: Words,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What is told in one mail is in one language, a line for each thing. */
  of(
    { id, personId, replays }: Pick<Mail, 'id' | 'personId' | 'replays'>,
    told: readonly Notification[],
    email: string | null,
    locale: string,
  ): Letter {
    const language = this.languageOf(told, locale);
    const lines = told.map((notification) => this.line(notification, language));
    const [first] = lines;
    if (first === undefined) throw new Error('A mail without a line cannot have been gathered.');
    const subject = lines.length === 1 ? first.subject : this.words.say(several, { count: lines.length }, language);
    const text = lines.map((line) => line.text).join('\n');
    return { id, personId, replays, email, language, subject, text, notifications: told.map((notification) => notification.id) };
  }

  /** What a short message says: that there is something, by when, and where it is told; not even of what kind it is. By its sign people know it again on the page. */
  short({ id, subjectId, dueOn }: Notification, locale: string): string {
    const key = dueOn === null ? 'short-message.undated' : 'short-message.dated';
    const language = this.words.languageOf(key, locale);
    const params = {
      sign: subjectId.slice(0, 8).toUpperCase(),
      dueOn: this.dayOf(dueOn, language),
      link: this.linkTo('notification', id),
    };
    return this.words.say(key, params, language);
  }

  private line({ kind, subjectType, subjectId, dueOn, howMany }: Notification, language: string): { subject: string; text: string } {
    const key = `mail.${subjectType}.${kind}`;
    const params = { dueOn: this.dayOf(dueOn, language), howMany, link: this.linkTo(subjectType, subjectId) };
    return { subject: this.words.say(`${key}.subject`, params, language), text: this.words.say(`${key}.text`, params, language) };
  }

  private linkTo(subjectType: string, subjectId: string): string {
    return `${this.config.publicUrl}/${places[subjectType] ?? `${subjectType}s`}/${subjectId}`;
  }

  /** The day is one of the calendar where the work is done; the reader's zone does not move it. */
  private dayOf(dueOn: string | null, language: string): string | null {
    return dueOn === null ? null : dayInWords(day(dueOn), language);
  }

  /** That of the person, if it has words for all of it. */
  private languageOf(told: readonly Notification[], locale: string): string {
    const keys = told.map(({ subjectType, kind }) => `mail.${subjectType}.${kind}.text`);
    const languages = [...keys, ...(told.length > 1 ? [several] : [])].map((key) => this.words.languageOf(key, locale));
    return languages.find((language) => language !== locale) ?? locale;
  }
}
