import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CODE_ALPHABET,
  isPrintedCode,
  newCaseCode,
  newReferralCode,
  parseCaseCode,
  parseReferralCode,
} from '../../src/kernel/case-code.ts';

const symbols = [...CODE_ALPHABET];
const aCode = fc.uint8Array({ minLength: 18, maxLength: 18, max: 247 }).map((bytes) => newCaseCode((into) => into.set(bytes)));
const bare = (code: string): string[] => [...code.replaceAll('-', '')];
const accepted = (changed: readonly string[]): boolean => parseCaseCode(changed.join('')) !== undefined;

/** Every code that differs from `code` as `change` says, at every place where it can. */
function slips(code: string, length: number, change: (part: string[]) => string[][]): string[][] {
  const original = bare(code);
  const all = original
    .slice(0, original.length - length + 1)
    .flatMap((_, at) =>
      change(original.slice(at, at + length)).map((part) => [...original.slice(0, at), ...part, ...original.slice(at + length)]),
    );
  return all.filter((one) => one.join('') !== original.join(''));
}

describe('A case code', () => {
  it('is printed in three groups, of symbols that are not mistaken for each other', () => {
    for (let n = 0; n < 500; n++) {
      const code = newCaseCode();
      expect(code).toMatch(/^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{4}$/);
      expect(code).not.toMatch(/[01ILO]/);
      expect(isPrintedCode(code)).toBe(true);
      expect(parseCaseCode(code)).toBe(code);
    }
    expect(symbols).toHaveLength(31);
  });

  it('is worked out as documented: each symbol weighs three times its neighbour, modulo 31', () => {
    const drawn = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    const sum = drawn.reduce((total, value, place) => total + 3 ** (place + 1) * value, 0);
    const code = newCaseCode((bytes) => bytes.set(drawn));
    expect(code).toBe(`234-567-89A${symbols[sum % 31]}`);
  });

  it('does not repeat and follows no order', () => {
    const codes = Array.from({ length: 20_000 }, () => newCaseCode());
    expect(new Set(codes).size).toBe(codes.length);
    expect([...codes].sort()).not.toEqual(codes);
  });

  it('has every symbol equally often in every random place', () => {
    const codes = Array.from({ length: 31_000 }, () => bare(newCaseCode()));
    for (let place = 0; place < 10; place++) {
      const counts = symbols.map((symbol) => codes.filter((code) => code[place] === symbol).length);
      const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
      // 30 degrees of freedom: a fair draw passes this in all but one of ten million runs
      expect(chiSquare).toBeLessThan(95);
    }
  });

  it('draws again where a byte would favour the first symbols', () => {
    const fed = [255, 248, 250, 30, 31, 61, 0, 1, 2, 3, 4, 5, 6];
    const code = newCaseCode((bytes) => bytes.set(Array.from(bytes, (_, at) => fed[at] ?? 255)));
    expect(bare(code).slice(0, 9).join('')).toBe('Z2Z234567');
  });

  it('shows every single wrong symbol', () => {
    fc.assert(
      fc.property(aCode, (code) => slips(code, 1, () => symbols.map((symbol) => [symbol])).every((slip) => !accepted(slip))),
      { numRuns: 300 },
    );
  });

  it('shows every swap of neighbours', () => {
    fc.assert(
      fc.property(aCode, (code) => slips(code, 2, ([a, b]) => [[b!, a!]]).every((slip) => !accepted(slip))),
      { numRuns: 3000 },
    );
  });

  it('shows every swap over one symbol', () => {
    fc.assert(
      fc.property(aCode, (code) => slips(code, 3, ([a, b, c]) => [[c!, b!, a!]]).every((slip) => !accepted(slip))),
      { numRuns: 3000 },
    );
  });

  it('shows every doubled symbol mistaken for another doubled symbol, side by side or over one', () => {
    // codes with pairs: nine places from few symbols
    const withPairs = fc.array(fc.nat(2), { minLength: 18, maxLength: 18 }).map((few) => newCaseCode((into) => into.set(few)));
    const twins = (code: string) => slips(code, 2, ([a, b]) => (a === b ? symbols.map((s) => [s, s]) : []));
    const jumpTwins = (code: string) => slips(code, 3, ([a, b, c]) => (a === c ? symbols.map((s) => [s, b!, s]) : []));
    fc.assert(
      fc.property(withPairs, (code) => [...twins(code), ...jumpTwins(code)].every((slip) => !accepted(slip))),
      { numRuns: 500 },
    );
  });

  it('is missed by about one guess in thirty-one, and no more', () => {
    const guesses = Array.from({ length: 31_000 }, () => bare(newCaseCode()).slice(0, 9).join('') + '2');
    const hits = guesses.filter((guess) => parseCaseCode(guess) !== undefined).length;
    expect(hits).toBeGreaterThan(800);
    expect(hits).toBeLessThan(1200);
  });
});

describe('Typing a code', () => {
  const code = newCaseCode((bytes) => bytes.set([10, 11, 12, 13, 16, 17, 18, 20, 21]));

  it.each([
    ['small letters', (text: string) => text.toLowerCase()],
    ['no hyphens', (text: string) => text.replaceAll('-', '')],
    ['spaces around and between', (text: string) => `  ${text.replaceAll('-', ' ')}\u00a0\n`],
    ['dashes of a text program', (text: string) => text.replaceAll('-', '\u2013')],
    ['hyphens in other places', (text: string) => bare(text).join('-')],
  ])('is understood with %s', (_, typed) => {
    expect(parseCaseCode(typed(code))).toBe(code);
  });

  it('is understood with letters of the Cyrillic keyboard that look the same, large and small', () => {
    const latin = 'ABCEHKMPTXY';
    const cyrillic = 'АВСЕНКМРТХУ';
    fc.assert(
      fc.property(aCode, (any) => {
        const typed = bare(any)
          .map((symbol) => (latin.includes(symbol) ? cyrillic.charAt(latin.indexOf(symbol)) : symbol))
          .join('');
        return parseCaseCode(typed) === any && parseCaseCode(typed.toLowerCase()) === any;
      }),
    );
  });

  it('is refused where another letter, a digit we do not use or a foreign capital stands', () => {
    const symbolsOfCode = bare(code);
    const without = (other: string) => [other, ...symbolsOfCode.slice(1)].join('');
    for (const other of ['0', '1', 'I', 'L', 'O', 'Д', 'Ҳ', 'ı', 'ß', '🙂', '٣', '\u0000', ''])
      expect(parseCaseCode(without(other))).toBeUndefined();
    expect(parseCaseCode(symbolsOfCode.slice(0, 8).join('') + 'ß')).toBeUndefined();
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const parsed = parseCaseCode(text);
        return parsed === undefined || isPrintedCode(parsed);
      }),
    );
    expect(parseCaseCode('')).toBeUndefined();
    expect(parseCaseCode('2'.repeat(1_000_000))).toBeUndefined();
  });
});

describe('A referral code', () => {
  it('comes from the same draw and is read the same way', () => {
    const code = newReferralCode();
    expect(isPrintedCode(code)).toBe(true);
    expect(parseReferralCode(code.toLowerCase())).toBe(code);
  });
});
