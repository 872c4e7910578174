/**
 * Two neutral words of nature by which a team remembers a case ("Silver Poplar"), because nobody remembers codes.
 * Only a number is stored; the words come from one list in the reader's language, so position in the list is what a word means.
 */

declare const aliasIndex: unique symbol;
/** The stored form of an alias. It is drawn at random and says nothing about the person. */
export type AliasIndex = number & { readonly [aliasIndex]: true };

/** The words of one language. Lists of all languages have the same words in the same order; new words go at the end. */
export interface AliasWords {
  readonly adjectives: readonly string[];
  readonly nouns: readonly string[];
}

/** Distance between two adjectives in the numbering: with it, a longer list leaves every stored number what it was. */
export const ALIAS_STRIDE = 1_000;

/** The words behind a stored number, in the language of the list. */
export function aliasOf(index: AliasIndex, words: AliasWords): string {
  const adjective = words.adjectives[Math.floor(index / ALIAS_STRIDE)];
  const noun = words.nouns[index % ALIAS_STRIDE];
  if (adjective === undefined || noun === undefined) throw new RangeError(`no alias has the number ${index}`);
  return `${adjective} ${noun}`;
}

/** Whether a number names an alias in these lists. */
export function isAliasIndex(index: number, words: AliasWords): index is AliasIndex {
  if (!Number.isSafeInteger(index) || index < 0) return false;
  return Math.floor(index / ALIAS_STRIDE) < words.adjectives.length && index % ALIAS_STRIDE < words.nouns.length;
}

/** How many aliases the lists give. */
export function aliasCount(words: AliasWords): number {
  return words.adjectives.length * words.nouns.length;
}

/** Draws a whole number from 0 to below `bound`, each as likely as the others. */
export type DrawBelow = (bound: number) => number;

/** A random alias. It must be unique within the unit: the unique index decides, and the caller draws again. */
export function randomAlias(words: AliasWords, draw: DrawBelow = drawBelow): AliasIndex {
  return (draw(words.adjectives.length) * ALIAS_STRIDE + draw(words.nouns.length)) as AliasIndex;
}

function drawBelow(bound: number): number {
  const sixteenBits = new Uint16Array(1);
  const fair = 65_536 - (65_536 % bound);
  do crypto.getRandomValues(sixteenBits);
  while (sixteenBits[0]! >= fair); // one element was asked for, so it is there
  return sixteenBits[0]! % bound;
}
