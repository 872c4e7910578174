import { describe, expect, it } from '@jest/globals';
import { brandingLook } from '../../src/kernel/branding.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';

const { brandingWords, ordinaryPhrases } = shippedReference();
const look = brandingLook(brandingWords, ordinaryPhrases);

describe('R-11: a word that brands a person', () => {
  it.each([
    'the terrorist of the village',
    'TERRORISTS',
    'Was she a jihadist?',
    'они дети боевиков',
    'жена террориста',
    'ИГИЛ',
    'фаъолияти террористӣ',
    'ифротгароён',
    'ekstremistik guruh',
    'терроризмге',
    'экстремисттик',
    'жихадчы',
    'born in al Hol',
    'born in AL-HOL',
    'came from  Syria',
    'an F\u200bTF',
    'in Roj',
    'ex-fighters',
    'из Сирии',
  ])('is found: %s', (text) => {
    expect(look(text)).not.toBeNull();
  });

  it.each([
    'She likes firefighters.',
    'The bridge is closed.',
    'He speaks Arabic.',
    'Territory, terrace, terracotta',
    'A rojak of fruit, roj',
    'Территория школы',
    'Он хороший боец',
    'crisis, isisat',
    'Fast-track file: fft',
  ])('and what only looks like one is not: %s', (text) => {
    expect(look(text)).toBeNull();
  });

  it('is listed in each language of the product, with where it was found, or as unverified', () => {
    expect([...new Set(brandingWords.map(({ language }) => language))].sort()).toEqual(['en', 'kk', 'ky', 'ru', 'tg', 'uz']);
    for (const { language, word, review, source } of brandingWords) {
      expect([language, word, look(word)]).not.toEqual([language, word, null]);
      expect(source.length).toBeGreaterThan(20);
      // What was found in no document says so, and nothing else does.
      expect([word, /^No document read/.test(source)]).toEqual([word, review === 'unverified']);
    }
  });
});
