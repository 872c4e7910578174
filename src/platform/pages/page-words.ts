import { Injectable } from '@nestjs/common';
import { Reference, type CodeList } from '../reference.ts';
import { Words } from '../words.ts';

/** How a page speaks in one language. */
export interface Saying {
  readonly language: string;
  readonly say: (key: string, params?: Readonly<Record<string, unknown>>) => string;
  /** The codes of a list to choose from. */
  readonly choices: (list: CodeList) => readonly { readonly id: string; readonly label: string }[];
}

/** Lets pages speak the language of whoever reads them, as far as there are words; the words of a page stand under a name of its own. */
@Injectable()
export class PageWords {
  constructor(
    private readonly words: Words,
    private readonly reference: Reference,
  ) {}

  /** Words in the language the browser asks for first of those that have words. */
  heard(page: string, acceptLanguage: string | undefined): Saying {
    const wanted = (acceptLanguage ?? '').split(',').map((each) => each.trim().slice(0, 2).toLowerCase());
    return this.in(page, wanted.find((each) => this.words.languageOf(`${page}.title`, each) === each) ?? 'en');
  }

  /** Words in a language, or in English. */
  in(page: string, wanted: string): Saying {
    const language = this.words.languageOf(`${page}.title`, wanted);
    return {
      language,
      say: (key, params) => this.words.say(`${page}.${key}`, params, language),
      choices: (list) => this.reference.codes(list).map(({ id, en: label }) => ({ id, label })),
    };
  }
}
