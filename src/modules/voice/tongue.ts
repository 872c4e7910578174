import { Injectable } from '@nestjs/common';
import { Reference, type CodeList } from '../../platform/reference.ts';
import { Words } from '../../platform/words.ts';

/** How a page speaks in one language. */
export interface Saying {
  readonly language: string;
  readonly say: (key: string, params?: Readonly<Record<string, unknown>>) => string;
  /** The codes of a list to choose from. */
  readonly choices: (list: CodeList) => readonly { readonly id: string; readonly label: string }[];
}

/** Lets the pages speak the language of whoever reads them, as far as there are words. */
@Injectable()
export class Tongue {
  constructor(
    private readonly words: Words,
    private readonly reference: Reference,
  ) {}

  /** The language the browser asks for first of those that have words. */
  heard(acceptLanguage: string | undefined): Saying {
    const wanted = (acceptLanguage ?? '').split(',').map((each) => each.trim().slice(0, 2).toLowerCase());
    return this.saying(wanted.find((each) => this.words.languageOf('feedback.title', each) === each) ?? 'en');
  }

  /** Words in a language, or in English. */
  saying(wanted: string): Saying {
    const language = this.words.languageOf('feedback.title', wanted);
    return {
      language,
      say: (key, params) => this.words.say(`feedback.${key}`, params, language),
      choices: (list) => this.reference.codes(list).map(({ id, en: label }) => ({ id, label })),
    };
  }
}
