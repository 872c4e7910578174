import { readFileSync } from 'node:fs';

/** Every sentence a person reads, by key. English only until the web app brings its languages. */
export class Words {
  private readonly texts: Readonly<Record<string, string>>;

  constructor(file = new URL(import.meta.url.includes('/dist/') ? '../../../locales/en.json' : '../../locales/en.json', import.meta.url)) {
    this.texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  }

  /** The sentence of a key with its values put in; a missing sentence is a fault of ours, shown as its key. */
  say(key: string, params: Readonly<Record<string, unknown>> = {}): string {
    const text = this.texts[key] ?? key;
    return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name];
      if (Array.isArray(value)) return value.join(', ');
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    });
  }

  /** What is told of under a word: `invalid-input` and all other problems under `problem`. */
  parts(of: string): string[] {
    const keys = Object.keys(this.texts).filter((key) => key.startsWith(`${of}.`));
    return [...new Set(keys.map((key) => key.split('.')[1] ?? ''))].sort();
  }

  /** Whether there is a sentence for this key. */
  knows(key: string): boolean {
    return Object.hasOwn(this.texts, key);
  }
}
