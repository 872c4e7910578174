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
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|' +
  'янв\\p{L}*|фев\\p{L}*|марта?|апр\\p{L}*|мая|июн\\p{L}*|июл\\p{L}*|авг\\p{L}*|сент\\p{L}*|окт\\p{L}*|нояб\\p{L}*|дек\\p{L}*';
const dates: readonly RegExp[] = [
  /(?<!\d)\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)/u,
  /(?<!\d)\d{4}([./-])\d{1,2}\1\d{1,2}(?!\d)/u,
  new RegExp(`(?<!\\d)\\d{1,2}(?:st|nd|rd|th|-го)?\\s+(?:of\\s+)?(?:${months})(?!\\p{L})`, 'iu'),
  new RegExp(`(?<!\\p{L})(?:${months})\\s+\\d{1,2}(?!\\d)`, 'iu'),
  // The month alone: with a small letter the word says that something is allowed.
  /(?<!\d)\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?May(?!\p{L})|(?<!\p{L})May\s+\d{1,2}(?!\d)/u,
];

/** As they are printed, and as people type them. */
const codes: readonly RegExp[] = [
  /(?<![\p{L}\p{N}])[\p{Lu}\p{N}]{3}-[\p{Lu}\p{N}]{3}-[\p{Lu}\p{N}]{4}(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}])(?=[\p{L}\p{N}-]*\d)[\p{L}\p{N}]{3}-[\p{L}\p{N}]{3}-[\p{L}\p{N}]{4}(?![\p{L}\p{N}])/u,
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/iu,
];

/** Six digits in a row are more than a room or an amount; seven with signs between them are a telephone. */
const numbers: readonly RegExp[] = [/\d{6}/u, /\d(?:[\s().+/-]*\d){6}/u, /\d{1,3}\.\d{4,}/u];

/** Hours of the day, which may be written like a part of a number. */
const hours = /(?<![\d.])(?:[01]?\d|2[0-3])[.:][0-5]\d(?![\d.]*\d)/gu;

/** Whether a text holds a number, an address, a whole date or a code by which somebody could be found. */
export function holdsIdentifier(text: string): boolean {
  const read = plain(text);
  const isIn = (where: string) => (pattern: RegExp) => pattern.test(where);
  return [...addresses, ...dates, ...codes].some(isIn(read)) || numbers.some(isIn(read.replaceAll(hours, 'at')));
}

/** A word with a capital where no sentence begins. */
const capital = /(?<=[\p{L}\p{N},]\s+)\p{Lu}\p{Ll}+/gu;

/** Days, months and languages, which English writes so. */
const common = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november ' +
    'december tajik uzbek kazakh kyrgyz turkmen russian pashto dari farsi persian arabic kurdish turkish english'
  ).split(' '),
);

/** How surnames and names after a father end, where a sentence may begin with them. */
const surnames = 'ович|евич|овна|евна|ову|еву|ова|ева|зода|заде|заода|ovich|evich|ovna|evna|ova|eva|zoda|zade';
const afterFather = 'уулу|улуу|кызы|қизи|ўғли|uulu|uly|kyzy|qizi|ogli|oglu';
const names: readonly RegExp[] = [
  new RegExp(`(?<!\\p{L})\\p{Lu}\\p{Ll}+(?:${surnames})(?!\\p{L})`, 'u'),
  new RegExp(`(?<!\\p{L})\\p{Lu}\\p{Ll}+[\\s-]+(?:${afterFather})(?!\\p{L})`, 'u'),
];

/** Whether a text reads as if it named somebody. */
export function mayName(text: string): boolean {
  const read = plain(text);
  const capitals = [...read.matchAll(capital)].map(([word]) => word.toLowerCase().replace(/s$/, ''));
  return capitals.some((word) => !common.has(word)) || names.some((pattern) => pattern.test(read));
}
