/**
 * Finds in a short text what would tell who somebody is. Free text is where identity slips through when every field is a code: so
 * signs by which a person can be found (numbers, addresses, whole dates, codes of records) are refused, and what looks like a name is
 * asked about. Names that are common words, nicknames and descriptions pass: a text stays confidential all the same.
 */

/** Digits of any script as plain ones, and no characters between them that nobody sees. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
}

/** Decimal digits stand in Unicode in runs of ten, zero first. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (zero > code - 10 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}

const addresses: readonly RegExp[] = [
  /[^\s@]+@[^\s@]+\.[^\s@]+/u,
  /(?<![\p{L}\p{N}])@[\p{L}\p{N}_.]{3,}/u,
  /https?:\/\/|www\.|(?<![\p{L}\p{N}])[\p{L}\p{N}-]+\.(?:com|org|net|info|me|io|ru|kz|uz|kg|tj|рф)(?![\p{L}\p{N}])/iu,
];

const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|' +
  'янв\\p{L}*|фев\\p{L}*|марта?|апр\\p{L}*|мая|июн\\p{L}*|июл\\p{L}*|авг\\p{L}*|сент\\p{L}*|окт\\p{L}*|нояб\\p{L}*|дек\\p{L}*';
const dates: readonly RegExp[] = [
  /(?<!\d)\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)/u,
  /(?<!\d)\d{4}([./-])\d{1,2}\1\d{1,2}(?!\d)/u,
  new RegExp(`(?<!\\d)\\d{1,2}(?:st|nd|rd|th|-го)?\\s+(?:of\\s+)?(?:${months})(?!\\p{L})`, 'iu'),
  new RegExp(`(?<!\\p{L})(?:${months})\\s+\\d{1,2}(?!\\d)`, 'iu'),
];

const codes: readonly RegExp[] = [
  /(?<![\p{L}\p{N}])[\p{L}\p{N}]{3}-[\p{L}\p{N}]{3}-[\p{L}\p{N}]{4}(?![\p{L}\p{N}])/u,
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/iu,
];

/** Six digits in a row are more than a time, a room or an amount; seven with signs between them are a telephone. */
const numbers: readonly RegExp[] = [/\d{6}/u, /\d(?:[\s().+/-]*\d){6}/u, /\d{1,3}\.\d{4,}/u];

/** Whether a text holds a number, an address, a whole date or a code by which somebody could be found. */
export function holdsIdentifier(text: string): boolean {
  const read = plain(text);
  return [addresses, dates, codes, numbers].some((kind) => kind.some((pattern) => pattern.test(read)));
}

const surnames =
  'ович|евич|овна|евна|ова|ева|ов|ев|ин|ина|зода|заде|заода|улу|уулу|кызы|қизи|ўғли|' +
  'ovich|evich|ovna|evna|ova|eva|ov|ev|zoda|zade|zoda|ulu|uulu|kyzy|qizi|oglu|ogli';
const names: readonly RegExp[] = [
  new RegExp(`(?<!\\p{L})\\p{Lu}\\p{Ll}+(?:${surnames})(?!\\p{L})`, 'u'),
  // Two words with capitals that follow each other. Where a sentence begins, one word with a capital is no sign.
  /(?<!\p{L})\p{Lu}\p{Ll}+\s+\p{Lu}(?:\p{Ll}+|\.)/u,
];

/** Whether a text reads as if it named somebody. */
export function mayName(text: string): boolean {
  const read = plain(text);
  return names.some((pattern) => pattern.test(read));
}
