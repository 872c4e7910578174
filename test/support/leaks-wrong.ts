import type { Schema } from './leaks-api.ts';

/** Words that nobody can see, or that make a text look like another. */
const unseen = ['a\0b', 'a\ud800b', '\udc00', 'a\u202eb', '\u2066a', '\ufeffa', 'a\u001bb', 'a\u0085b', '\uffff'];
const noTexts: readonly unknown[] = [null, 7, 1.5, true, [], ['x'], {}, { $ne: null }, { toString: 1 }];
const noDays = [
  '2023-02-29',
  '2026-02-30',
  '0000-00-00',
  '0000-01-01',
  '10000-01-01',
  '-2026-01-01',
  '2026-13-01',
  '2026-1-1',
  '20260101',
  '2026-01-01T00:00:00Z',
  '۲۰۲۶-۰۱-۰۲',
  '٢٠٢٦-٠١-٠٢',
  '2026-W01',
  'now',
];
const noMoments = [
  '2023-02-29T00:00:00Z',
  '2026-03-20T24:00:01Z',
  '2026-03-20T09:00',
  '2026-03-20 09:00Z',
  '2026-03-20T09:00:61Z',
  '2026-03-20T09:00:00+99:00',
  '10000-01-01T00:00:00Z',
  'infinity',
  'now',
];
const noIds = [
  '',
  '17',
  'null',
  '3f2b8c1e11114000800000000000000a',
  '{3f2b8c1e-1111-4000-8000-00000000000a}',
  '3f2b8c1e-1111-4000-8000-00000000000g',
  '3f2b8c1e-1111-4000-8000-00000000000а',
  "x'; --",
];

/** Values that a field described so must refuse. */
export function wrongValues(schema: Schema): unknown[] {
  if (schema.type === 'boolean') return [null, 0, 1, 'true', 'false', '', [], [true], {}];
  if (schema.type === 'integer' || schema.type === 'number')
    return [null, '5', '٥', 1.5, 1e300, 2 ** 53, (schema.minimum ?? 0) - 1, [], [1], {}, true];
  if (schema.type === 'array')
    return [
      null,
      'x',
      7,
      {},
      { length: 1 },
      { 0: 'x' },
      [null],
      [['x']],
      [{ $ne: null }],
      ['x', 'x'],
      Array.from({ length: 1_000 }, (_, n) => `x${n}`),
    ];
  if (schema.format === 'date') return [...noTexts, '', ...noDays];
  if (schema.format === 'date-time') return [...noTexts, '', ...noMoments];
  if (schema.format === 'uuid') return [...noTexts, ...noIds];
  // A text of any kind, or a code of a list: blank and unseen characters are neither, nor is a million letters.
  return [...noTexts, '', ' \u00a0 ', '\u3000', ...unseen, 'x'.repeat(1_000_000)];
}

/** Texts that people, or those who mean no good, really write: taken and given back exactly. */
export const strangeTexts: readonly string[] = [
  'Ўзбекистон, Қўрғонтеппа, Ғафуров, Ҳисор',
  'Ӯ ӯ Ӣ ӣ Ҷ ҷ Ө Ү Ң Ә ә і',
  "oʻzbek o'zbek oʼzbek",
  'شهر دوشنبه',
  'e\u0301 and \u00e9',
  '👩‍👩‍👧‍👦 🇹🇯 🏳️‍🌈',
  'Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤',
  "Robert'); DROP TABLE case_core;--",
  '<svg onload=alert(1)>',
  '{{7*7}} ${7*7} #{7*7} <%= 7*7 %>',
  '=cmd|"/C calc"!A0',
  '+1 -1 @SUM(1) |x',
  '../../../../etc/passwd%00',
  '%s %n %d %x',
  'a & b | !c <-> d :* % _ \\ \\\\',
  '"quoted" \'single\' `tick`',
  '{"$ne": null}',
  'null',
  'undefined',
  'NaN',
  'true',
  '0',
  '-0',
  '1e400',
  '9007199254740993',
  '__proto__',
  'constructor',
  'a\u00adb\u200db',
  '(((((((((((((((((a+)+)+)+)+)+)+$',
  'κόσμε — “naïve” … ',
  '田中さんにあげて下さい',
  '𝕳𝖔𝖒𝖊𝖜𝖆𝖗𝖉 𠜎𠜱',
];
