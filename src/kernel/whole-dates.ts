/**
 * Days by which a birth is found: a day, a month and a year. A day and a month alone ("by 5 May") say when to come, and pass.
 */

/** The names of the months in the languages of the product, whole and short, as CLDR has them. */
const locales = ['en', 'ru', 'tg', 'uz', 'uz-Cyrl', 'kk', 'ky'];
const months = [
  ...new Set(
    locales.flatMap((locale) =>
      (['long', 'short'] as const).flatMap((month) =>
        [{ month }, { month, day: 'numeric' } as const].flatMap((asked) => {
          const written = new Intl.DateTimeFormat(locale, { ...asked, timeZone: 'UTC' });
          return Array.from({ length: 12 }, (_, at) => nameIn(written.formatToParts(Date.UTC(2001, at, 15))));
        }),
      ),
    ),
  ),
].sort((a, b) => b.length - a.length);

function nameIn(parts: readonly Intl.DateTimeFormatPart[]): string {
  const name = parts.find(({ type }) => type === 'month')?.value ?? '';
  return name.toLowerCase().replace(/\.$/, '');
}

/** Whatever ending follows: languages that decline, and people who shorten otherwise. */
const month = `(?:${months.join('|')})\\p{L}*`;
const day = '(?<!\\d)(?:0?[1-9]|[12]\\d|3[01])';
const year = '(?:19|20)\\d\\d(?!\\d)';
/** Between the parts: spaces, points, dashes, an ending ("12-го", "3rd", "12-марты"), "of". */
const gap = '[\\s.,/_-]*';
const ending = '(?:-?(?:st|nd|rd|th|го|е|чи|chi))?';
/** "соли 2014", "2014-жылдын", "2014 йил". */
const ofYear = '(?:[\\s-]?(?:год\\p{L}*|г|жыл\\p{L}*|йил\\p{L}*|yil\\p{L}*|соли?)(?!\\p{L}))?';

const numeric = (first: string, second: string): string =>
  `${first}\\s?([./-])\\s?${second}\\s?\\N\\s?(?:${year}|\\d\\d(?!\\d))(?![./-]?\\d)`;
const dayNumber = '(?:0?[1-9]|[12]\\d|3[01])';
const monthNumber = '(?:0?[1-9]|1[0-2])';

const dates: readonly RegExp[] = [
  numeric(day, monthNumber).replace('\\N', '\\1'),
  numeric(`(?<!\\d)${monthNumber}`, dayNumber).replace('\\N', '\\1'),
  `(?<!\\d)(?:19|20)\\d\\d\\s?([./-])\\s?${monthNumber}\\s?\\1\\s?${dayNumber}(?!\\d)`,
  `${day}\\s?[./-]\\s?(?:[xх]?[iі]{1,3}|[iі]?v|v[iі]{1,3}|[iі]?[xх])\\s?[./-]\\s?(?:${year}|\\d\\d(?!\\d))`,
  `${day}${ending}${gap}(?:of\\s+)?${month}${gap}(?:\\p{L}{1,6}\\s+)?${year}`,
  `${day}${ending}[./-]${month}[./-]\\d\\d(?!\\d)`,
  `${day}${ending}\\s+(?:of\\s+)?${month}\\s+(?:['’]\\d\\d(?!\\d)|\\d\\d\\s?г(?:\\.|ода?)?(?!\\p{L}))`,
  `(?<!\\p{L})${month}${gap}${dayNumber}${ending}(?:\\s*,\\s*|\\s+|[./-])${year}`,
  `(?<!\\d)${year}${ofYear}${gap}${dayNumber}${ending}${gap}(?:of\\s+)?${month}`,
  `(?<!\\d)${year}${ofYear}${gap}(?<!\\p{L})${month}${gap}${dayNumber}(?!\\d)`,
].map((pattern) => new RegExp(pattern, 'iu'));

/** Whether a plain text holds a day with its month and its year. */
export function holdsWholeDate(read: string): boolean {
  return dates.some((pattern) => pattern.test(read));
}
