/**
 * Two neutral words of nature by which a team remembers a case ("Silver Poplar"), because nobody remembers codes. Where a unit
 * has used nearly all pairs of words, a small number is added ("Silver Poplar 2"). Only a number is stored; the words come from one list in the reader's language, so position in the list is what a word means.
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

/** Distance in the numbering between two aliases of the same words. */
export const ALIAS_ROUND = ALIAS_STRIDE * ALIAS_STRIDE;

/** How many aliases may have the same words. */
const ROUNDS = 1_000;
/** How many draws are tried before another number is added to the words. */
const TRIES = 16;

/** The words behind a stored number, in the language of the list. */
export function aliasOf(index: AliasIndex, words: AliasWords): string {
  if (!isAliasIndex(index, words)) throw new RangeError(`no alias has the number ${String(index)}`);
  const pair = index % ALIAS_ROUND;
  const round = Math.floor(index / ALIAS_ROUND);
  const named = `${words.adjectives[Math.floor(pair / ALIAS_STRIDE)]} ${words.nouns[pair % ALIAS_STRIDE]}`;
  return round === 0 ? named : `${named} ${round + 1}`;
}

/** Whether a number names an alias in these lists. */
export function isAliasIndex(index: number, words: AliasWords): index is AliasIndex {
  if (!Number.isSafeInteger(index) || index < 0 || index >= ROUNDS * ALIAS_ROUND) return false;
  const pair = index % ALIAS_ROUND;
  return Math.floor(pair / ALIAS_STRIDE) < words.adjectives.length && pair % ALIAS_STRIDE < words.nouns.length;
}

/** How many aliases of two words the lists give. */
export function aliasCount(words: AliasWords): number {
  return words.adjectives.length * words.nouns.length;
}

/** Draws a whole number from 0 to below `bound`, each as likely as the others. */
export type DrawBelow = (bound: number) => number;

/** A random pair of words. */
export function randomAlias(words: AliasWords, draw: DrawBelow = drawBelow): AliasIndex {
  return (draw(words.adjectives.length) * ALIAS_STRIDE + draw(words.nouns.length)) as AliasIndex;
}

/**
 * Random aliases, the easiest to remember first, of which the first that is free in the unit is taken: two words; where
 * hardly any pair is left, with a number of one digit, and at last with any number. They never run out in earnest.
 */
export function* aliasCandidates(words: AliasWords, draw: DrawBelow = drawBelow): Generator<AliasIndex, void, undefined> {
  for (const rounds of [1, 9, ROUNDS]) {
    for (let tries = 0; tries < TRIES; tries++) {
      const round = rounds === 1 ? 0 : 1 + draw(rounds - 1);
      yield (round * ALIAS_ROUND + randomAlias(words, draw)) as AliasIndex;
    }
  }
}

function drawBelow(bound: number): number {
  const sixteenBits = new Uint16Array(1);
  const fair = 65_536 - (65_536 % bound);
  do crypto.getRandomValues(sixteenBits);
  while (sixteenBits[0]! >= fair); // one element was asked for, so it is there
  return sixteenBits[0]! % bound;
}
