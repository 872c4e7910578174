import { parseCaseCode } from './case-code.ts';
import { withoutOrdinary } from './ordinary-numbers.ts';
import { plain } from './plain-text.ts';
import { holdsWholeDate } from './whole-dates.ts';

/**
 * Finds in a short text what would tell who somebody is. Free text is where identity slips through when every field is a code: so
 * signs by which a person can be found (numbers, addresses, whole dates, codes of records) are refused.
 */

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

/** As they are printed, and as people type them. */
const codes: readonly RegExp[] = [
  /(?<![\p{L}\p{N}])[\p{Lu}\p{N}]{3}-[\p{Lu}\p{N}]{3}-[\p{Lu}\p{N}]{4}(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}])(?=[\p{L}\p{N}-]*\d)[\p{L}\p{N}]{3}-[\p{L}\p{N}]{3}-[\p{L}\p{N}]{4}(?![\p{L}\p{N}])/u,
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/iu,
];

/** Typed with other signs between the groups, or with none: then only the check symbol, or letters among the digits, tell a code. */
const typed = /(?<![\p{L}\p{N}])[\p{L}\p{N}]{3}[\s_./:-]{0,3}[\p{L}\p{N}]{3}[\s_./:-]{0,3}[\p{L}\p{N}]{4}(?![\p{L}\p{N}])/gu;
const mixed = /(?=\p{L}*\p{N})(?=\p{N}*\p{L})[\p{L}\p{N}]+/gu;

function isCode(written: string): boolean {
  const groups = written.match(mixed)?.length ?? 0;
  if (groups === 0) return false;
  const isApart = /[\s_./:-]/.test(written);
  return parseCaseCode(written.replaceAll(/[\s_./:-]/g, '')) !== undefined || (isApart && groups > 1);
}

/** Two numbers with places after the point that lie where our countries and those around them do, and are no weights or doses. */
const degrees = '(?:29|[3-8]\\d)[.,]\\d{2,}';
const unit = '\\s?(?:%|[cck]?[gm]|mg|kg|ml|кг|мг|см|мл|гр?|м)(?![\\p{L}\\p{N}])';
const coordinates: readonly RegExp[] = [
  /\d{1,3}\.\d{4,}/u,
  /\d{1,3}\s?°\s?\d{1,2}(?:\.\d+)?\s?['′’]/u,
  /(?<!\p{L})(?:lat|lon|lng|latitude|longitude|широта|долгота)[\s:=.]*-?\d{1,3}[.,]\d/iu,
  new RegExp(`(?<![\\d.,])${degrees}\\s?°?\\s?[NEСВ]?(?:\\s?[,;/]\\s?|\\s+)(?:[NEСВ]\\s?)?${degrees}(?![.,]?\\d|${unit})`, 'u'),
];

/** A series of one or two letters and its number, as on passports and certificates of birth. */
const documents: readonly RegExp[] = [
  /(?<!\p{L})\p{Lu}{1,2}[\s-]?(?:№|No\.?|N)?\s?\d{6,9}(?!\d)/u,
  /(?<![\p{L}\d-])(?:\p{Lu}{1,2}-?|\p{Lu}{2}\s)\d{2,4}(?:-\d{3,4}){1,2}(?![\d-])/u,
];

/**
 * Six digits in a row are more than a room or an amount; seven with signs between them are a telephone. A comma or a colon with a space
 * after it parts one number from the next.
 */
const numbers: readonly RegExp[] = [/\+?\d(?:(?:[\s().+/_*|·•・‧∙●#&^~=\\-]|[,:;](?!\s))*\d){6,}/u, /\d{6,}/u];

/** The first kind of sign in a text by which somebody could be found; null when there is none. */
export function identifierIn(text: string): IdentifierKind | null {
  const read = plain(text);
  const address = addresses.find(([, pattern]) => pattern.test(read));
  if (address !== undefined) return address[0];
  if (holdsWholeDate(read)) return 'date';
  if (codes.some((pattern) => pattern.test(read)) || (read.match(typed) ?? []).some(isCode)) return 'record-code';
  const counted = withoutOrdinary(read);
  if (coordinates.some((pattern) => pattern.test(counted))) return 'coordinates';
  if (documents.some((pattern) => pattern.test(counted))) return 'document-number';
  for (const pattern of numbers) {
    const [found] = pattern.exec(counted) ?? [];
    if (found !== undefined) return kindOf(found);
  }
  return null;
}

/** What a number is, as far as its form and its check digits say. Every one of them is refused: this only chooses the word for it. */
function kindOf(written: string): IdentifierKind {
  const digits = [...written.replaceAll(/\D/g, '')].map(Number);
  if (isNationalId(digits)) return 'national-id';
  if (digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)) return 'card-number';
  const isDialled = /\D/.test(written) || (digits.length >= 11 && digits.length <= 12 && /^(?:992|996|998|7|8)/.test(digits.join('')));
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
