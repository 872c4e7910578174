import { describe, expect, it } from '@jest/globals';
import {
  ALIAS_ROUND,
  ALIAS_STRIDE,
  type AliasIndex,
  aliasCandidates,
  aliasCount,
  aliasOf,
  isAliasIndex,
  randomAlias,
} from '../../src/kernel/alias.ts';
import { loadReference } from '../../src/platform/reference.ts';

const words = loadReference().aliasWords('en');

describe('An alias', () => {
  it('is two words of the list, found again from its number', () => {
    expect(aliasOf(0 as AliasIndex, words)).toBe('Silver Poplar');
    expect(aliasOf((2 * ALIAS_STRIDE + 1) as AliasIndex, words)).toBe('Bronze Mulberry');
    const drawn = Array.from({ length: 2_000 }, () => randomAlias(words));
    for (const index of drawn) {
      expect(isAliasIndex(index, words)).toBe(true);
      expect(aliasOf(index, words)).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    }
  });

  it('is different for different numbers', () => {
    const all = words.adjectives.flatMap((_, a) => words.nouns.map((_, n) => aliasOf((a * ALIAS_STRIDE + n) as AliasIndex, words)));
    expect(new Set(all).size).toBe(aliasCount(words));
    expect(aliasCount(words)).toBeGreaterThanOrEqual(10_000);
  });

  it('stays what it was when words are added at the end', () => {
    const longer = { adjectives: [...words.adjectives, 'Later'], nouns: [...words.nouns, 'Word'] };
    for (let n = 0; n < 1_000; n++) {
      const index = randomAlias(words);
      expect(aliasOf(index, longer)).toBe(aliasOf(index, words));
    }
  });

  it('is drawn from the whole list, each word as likely as the others', () => {
    const few = { adjectives: ['Silver', 'Calm', 'Early'], nouns: ['Poplar', 'Pebble', 'Cloud', 'Apple'] };
    const counts = new Map<number, number>();
    for (let n = 0; n < 12_000; n++) {
      const index = randomAlias(few);
      counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    expect(counts.size).toBe(12);
    // a thousand each, give or take six standard deviations
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(190);
  });

  it('gets a small number where the words are used up, and no two numbers give the same', () => {
    expect(aliasOf(ALIAS_ROUND as AliasIndex, words)).toBe('Silver Poplar 2');
    expect(aliasOf((8 * ALIAS_ROUND + 2 * ALIAS_STRIDE + 1) as AliasIndex, words)).toBe('Bronze Mulberry 9');
    const drawn = Array.from({ length: 200 }, () => [...aliasCandidates(words)]).flat();
    for (const index of drawn) expect([isAliasIndex(index, words), index < 2 ** 31]).toEqual([true, true]);
    expect(new Set(drawn.map((index) => aliasOf(index, words))).size).toBe(new Set(drawn).size);
  });

  it('is offered as two words first, then with one digit, then with any number', () => {
    const offered = [...aliasCandidates(words)].map((index) => aliasOf(index, words));
    expect(offered).toHaveLength(48);
    expect(offered.slice(0, 16).filter((alias) => !/^\w+ \w+$/.test(alias))).toEqual([]);
    expect(offered.slice(16, 32).filter((alias) => !/^\w+ \w+ [2-9]$/.test(alias))).toEqual([]);
    expect(offered.slice(32).filter((alias) => !/^\w+ \w+ \d{1,4}$/.test(alias))).toEqual([]);
  });

  it('of a number nobody drew does not exist', () => {
    const beyond = [-1, 0.5, NaN, words.nouns.length, words.adjectives.length * ALIAS_STRIDE, 1_000 * ALIAS_ROUND, Number.MAX_SAFE_INTEGER];
    for (const index of beyond) {
      expect(isAliasIndex(index, words)).toBe(false);
      expect(() => aliasOf(index as AliasIndex, words)).toThrow(RangeError);
    }
  });
});

describe('The English words', () => {
  const { adjectives, nouns } = words;

  it('leave room for ten thousand aliases and for longer lists', () => {
    expect(Math.min(adjectives.length, nouns.length)).toBeGreaterThanOrEqual(100);
    expect(Math.max(adjectives.length, nouns.length)).toBeLessThanOrEqual(ALIAS_STRIDE);
  });

  it('never repeat themselves within an alias', () => {
    const stems = (list: readonly string[]) => new Set(list.map((word) => word.slice(0, 5).toLowerCase()));
    expect([...stems(adjectives)].filter((stem) => stems(nouns).has(stem))).toEqual([]);
  });

  it('say nothing of faith, war, state, flag, tragedy, body or origin', () => {
    const charged =
      /^(red|green|black|white|blue|orange|moon|star|cross|crescent|eagle|lion|wolf|dog|pig|donkey|camp|desert|mountain|valley|highland|steppe|north|south|east|west|free|martyr|rising|lost|broken|lonely|wild|poor|orphan|rose|tulip|poppy|lotus|crocus|cotton|palm|olive|snowdrop|rainbow|ripe|naked|fat|thin|crooked|dark|bitter|shell|mine$|tidal)/i;
    expect([...adjectives, ...nouns].filter((word) => charged.test(word))).toEqual([]);
  });
});
