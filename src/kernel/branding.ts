import { plain } from './plain-text.ts';

/** A word that brands a person: how it is written, and how much of a word of a text it has to be. */
export interface BrandingWord {
  readonly word: string;
  /** `beginning`: whatever ending follows, for languages that decline; `whole`: this word alone; `exact`: with these capitals. */
  readonly as: 'beginning' | 'whole' | 'exact';
}

/** `*` stands for the rest of a word. */
const escaped = (word: string): string =>
  plain(word)
    .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '\\p{L}*')
    .replaceAll(/[\s-]+/g, '[\\s-]*');
const begins = '(?<![\\p{L}\\p{N}])';
const ends = '(?![\\p{L}\\p{N}])';

/**
 * Makes of a list a look at texts: which of the words is in it, or null. What is ordinary holds one of them, or stands beside one, and
 * brands nobody ("no conviction"): it is not looked at. Rule R-11.
 */
export function brandingLook(words: readonly BrandingWord[], ordinary: readonly string[] = []): (text: string) => string | null {
  const patterns = words.map(({ word, as }) => {
    return [word, new RegExp(`${begins}${escaped(word)}${as === 'beginning' ? '' : ends}`, as === 'exact' ? 'u' : 'iu')] as const;
  });
  const spared = ordinary.map((phrase) => new RegExp(`${begins}${escaped(phrase)}\\p{L}*`, 'giu'));
  return (text) => {
    const read = spared.reduce((rest, phrase) => rest.replaceAll(phrase, '…'), plain(text));
    return patterns.find(([, pattern]) => pattern.test(read))?.[0] ?? null;
  };
}
