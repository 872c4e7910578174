import type { Wrong } from '../../platform/input.ts';

const least = 15;
const most = 128;
const fewestDifferent = 6;

/**
 * What is wrong with a new password, if anything: long enough, not a repetition, not made of words everybody would try first.
 * No rules on kinds of characters and no expiry: both make people choose worse ones (NIST SP 800-63B).
 */
export function faultOfPassword(password: string, knownWords: readonly string[]): Wrong | null {
  const normal = password.normalize('NFKC');
  const letters = [...normal];
  if (letters.length < least) return { code: 'too-short', params: { min: least } };
  if (letters.length > most) return { code: 'too-long', params: { max: most } };
  const lower = normal.toLowerCase();
  const words = ['homeward', 'password', 'qwerty', ...knownWords.flatMap((each) => each.toLowerCase().split(/[^\p{L}\p{N}]+/u))];
  // What is left without the words everybody knows has to be a password by itself.
  const rest = words.filter((word) => word.length >= 4).reduce((left, word) => left.replaceAll(word, ''), lower);
  if (new Set(rest).size < fewestDifferent || isRow(lower)) return { code: 'too-easy' };
  return null;
}

/** Whether a text only counts up or down: 123456789…, abcdefgh…. */
function isRow(text: string): boolean {
  const codes = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  const inRow = steps.filter((step) => Math.abs(step) === 1).length;
  return inRow >= steps.length * 0.8;
}
