import { plain } from './identifiers.ts';

/** A word that brands a person: how it is written, and how much of a word of a text it has to be. */
export interface BrandingWord {
  readonly word: string;
  /** `beginning`: whatever ending follows, for languages that decline; `whole`: this word alone; `exact`: with these capitals. */
  readonly as: 'beginning' | 'whole' | 'exact';
}

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/[\s-]+/g, '[\\s-]*');

/** Makes of a list a look at texts: which of the words is in it, or null. Rule R-11. */
export function brandingLook(words: readonly BrandingWord[]): (text: string) => string | null {
  const patterns = words.map(({ word, as }) => {
    const end = as === 'beginning' ? '' : '(?![\\p{L}\\p{N}])';
    return [word, new RegExp(`(?<![\\p{L}\\p{N}])${escaped(plain(word))}${end}`, as === 'exact' ? 'u' : 'iu')] as const;
  });
  return (text) => {
    const read = plain(text);
    return patterns.find(([, pattern]) => pattern.test(read))?.[0] ?? null;
  };
}
