/**
 * Finds in a short text what would tell who somebody is. Free text is where identity slips through when every field is a code: so
 * signs by which a person can be found (numbers, addresses, whole dates, codes of records) are refused, and what looks like a name is
 * asked about. Names that are common words, nicknames and descriptions pass: a text stays confidential all the same.
 */

/** Digits of any script as plain ones, and no characters between them that nobody sees. */
export function plain(text: string): string {
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

/** What kind of sign was found. Only the kind is ever told, logged or shown: the sign itself is not repeated. */
export type IdentifierKind =
  | 'mail-address'
  | 'handle'
  | 'web-address'
  | 'date'
  | 'record-code'
  | 'coordinates'
  | 'document-number'
  | 'national-id'
  | 'card-number'
  | 'telephone-number'
  | 'number';

const addresses: readonly (readonly [IdentifierKind, RegExp])[] = [
  ['mail-address', /[^\s@]+@[^\s@]+\.[^\s@]+/u],
  ['handle', /(?<![\p{L}\p{N}])@[\p{L}\p{N}_.]{3,}/u],
  ['web-address', /https?:\/\/|www\.|(?<![\p{L}\p{N}])[\p{L}\p{N}-]+\.(?:com|org|net|info|me|io|ru|kz|uz|kg|tj|рф)(?![\p{L}\p{N}])/iu],
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

const coordinates: readonly RegExp[] = [/\d{1,3}\.\d{4,}/u, /\d{1,3}\s?°\s?\d{1,2}(?:\.\d+)?\s?['′’]/u];

/** A series of one or two letters and its number, as on passports and certificates of birth. */
const document = /(?<!\p{L})\p{Lu}{1,2}[\s-]?(?:№|No\.?|N)?\s?\d{6,9}(?!\d)/u;

/** Six digits in a row are more than a room or an amount; seven with signs between them are a telephone. */
const numbers: readonly RegExp[] = [/\+?\d(?:[\s().+/-]*\d){6,}/u, /\d{6,}/u];

/** Hours of the day, which may be written like a part of a number. */
const hours = /(?<![\d.])(?:[01]?\d|2[0-3])[.:][0-5]\d(?![\d.]*\d)/gu;

/** The first kind of sign in a text by which somebody could be found; null when there is none. */
export function identifierIn(text: string): IdentifierKind | null {
  const read = plain(text);
  const address = addresses.find(([, pattern]) => pattern.test(read));
  if (address !== undefined) return address[0];
  if (dates.some((pattern) => pattern.test(read))) return 'date';
  if (codes.some((pattern) => pattern.test(read))) return 'record-code';
  const timeless = read.replaceAll(hours, 'at');
  if (coordinates.some((pattern) => pattern.test(timeless))) return 'coordinates';
  if (document.test(timeless)) return 'document-number';
  for (const pattern of numbers) {
    const [found] = pattern.exec(timeless) ?? [];
    if (found !== undefined) return kindOf(found);
  }
  return null;
}

/** What a number is, as far as its form and its check digits say. Every one of them is refused: this only chooses the word for it. */
function kindOf(written: string): IdentifierKind {
  const digits = [...written.replaceAll(/\D/g, '')].map(Number);
  if (isNationalId(digits)) return 'national-id';
  if (digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)) return 'card-number';
  const isDialled =
    /^\+|[().\s/-]/.test(written) || (digits.length >= 11 && digits.length <= 12 && /^(?:992|996|998|7|8)/.test(digits.join('')));
  return isDialled && digits.length >= 7 && digits.length <= 15 ? 'telephone-number' : 'number';
}

/**
 * Numbers that states give to people: of Kazakhstan (12 digits, check digit after government decree 565 of 2003 and the law on the
 * registers of identification numbers of 2007) and of the tax office of Russia (12 digits, two check digits); of Uzbekistan and
 * Kyrgyzstan (14 digits that begin with a sign of sex and century and hold the day of birth; how their last digit is reckoned was not
 * found in a public source, so it is not asked). The 9 digits of Tajikistan look like its telephones and count as those.
 */
function isNationalId(digits: readonly number[]): boolean {
  if (digits.length === 12) return checksKazakh(digits) || checksRussian(digits);
  return digits.length === 14 && /^[1-6](?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])/.test(digits.join(''));
}

const weighed = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, place) => sum + weight * (digits[place] ?? 0), 0) % 11;

function checksKazakh(digits: readonly number[]): boolean {
  const first = weighed(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  const check = first === 10 ? weighed(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) : first;
  return check === digits[11];
}

function checksRussian(digits: readonly number[]): boolean {
  const first = weighed(digits, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 10;
  const second = weighed(digits, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 10;
  return first === digits[10] && second === digits[11];
}

function passesLuhn(digits: readonly number[]): boolean {
  const sum = digits.toReversed().reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? digit : digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** A word with a capital where no sentence begins. */
const capital = /(?<=[\p{L}\p{N},][^\S\n]+)\p{Lu}\p{Ll}+/gu;

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
