import { readdirSync, readFileSync } from 'node:fs';

type Texts = Readonly<Record<string, string>>;

const shipped = new URL(import.meta.url.includes('/dist/') ? '../../../locales/' : '../../locales/', import.meta.url);
/** What everybody is spoken to in whose own language has no words yet. */
const fallback = 'en';

/** Every sentence a person reads, by language and key: one file for each language in `locales`. */
export class Words {
  private readonly languages: ReadonlyMap<string, Texts>;

  constructor(folder = shipped) {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const read = (file: string): Texts => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Texts;
    this.languages = new Map(files.map((file) => [file.replace('.json', ''), read(file)]));
  }

  /** The sentence of a key with its values put in; a missing sentence is a fault of ours, shown as its key. */
  say(key: string, params: Readonly<Record<string, unknown>> = {}, language = fallback): string {
    const text = this.languages.get(this.languageOf(key, language))?.[key] ?? key;
    return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name];
      if (Array.isArray(value)) return value.join(', ');
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    });
  }

  /** The language in which somebody who wants this one is told of a key. */
  languageOf(key: string, wanted: string): string {
    return Object.hasOwn(this.languages.get(wanted) ?? {}, key) ? wanted : fallback;
  }

  /** What is told of under a word: `invalid-input` and all other problems under `problem`. */
  parts(of: string): string[] {
    const keys = Object.keys(this.languages.get(fallback) ?? {}).filter((key) => key.startsWith(`${of}.`));
    return [...new Set(keys.map((key) => key.split('.')[1] ?? ''))].sort();
  }

  /** Whether there is a sentence for this key. */
  knows(key: string): boolean {
    return Object.hasOwn(this.languages.get(fallback) ?? {}, key);
  }
}
