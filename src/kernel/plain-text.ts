/** What Unicode counts as a letter and shows as nothing. */
const fillers = /[\p{Cf}\u115F\u1160\u3164\uFFA0\u2800]/gu;
/** Signs set over or around another: accents that no letter of its own has, the frame of a key. */
const marks = /[\p{Mn}\p{Me}]/gu;
/** Every dash and minus there is. */
const dashes = /[\p{Pd}\u2212\u2043]/gu;

/** A text as it is read: digits of any script as plain ones, any dash as one, and nothing in it that nobody sees. */
export function plain(text: string): string {
  return text
    .replaceAll(fillers, '')
    .replaceAll(/[^№]+/gu, (part) => part.normalize('NFKC')) // "№" would become "No", a word with a capital
    .replaceAll(fillers, '')
    .replaceAll(marks, '')
    .replaceAll(dashes, '-')
    .replaceAll(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
}

/** Decimal digits stand in Unicode in runs of ten, zero first. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (zero > code - 10 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}
