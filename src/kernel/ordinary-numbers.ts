/**
 * Numbers by which nobody is found, however many digits stand together: hours, school years, money, what was measured, ages in a row.
 * They are taken out of a text before its digits are counted.
 */

/** Hours of the day, which may be written like a part of a number, and from one to the other. */
const hour = '(?:[01]?\\d|2[0-3])';
const time = `${hour}[.:][0-5]\\d`;
const hours = new RegExp(`(?<!\\d[.:_-]?)(?:${time}(?:\\s?-\\s?${hour}(?:[.:][0-5]\\d)?)?|${hour}\\s?-\\s?${time})(?![.:_-]?\\d)`, 'gu');

/** From one year to another: 2021-2022, 2021/22. */
const years = /(?<!\d[./-]?)((?:19|20)\d\d)\s?[/-]\s?((?:19|20)?\d\d)(?![./-]?\d)/gu;
const yearsAtMost = 30;

/** Ten digits and more are no money; eight and nine only if they are round. */
const number = "(?:\\d{1,3}(?:[\\s.,']\\d{3}){1,3}|\\d{1,7}|\\d{5,7}000)(?:[.,]\\d{1,2})?(?!\\d)";
const currencies =
  "сум\\p{L}{0,3}|сўм\\p{L}{0,3}|so[ʻʼ‘’'`]?m\\p{L}{0,3}|sums?|сом\\p{L}{0,4}|сомон\\p{L}{0,3}|somon\\p{L}{0,3}|тенге|теңге\\p{L}{0,3}|" +
  'tenge|тг|руб\\p{L}{0,3}|rub(?:les?)?|долл\\p{L}{0,5}|dollars?|евро|euros?|usd|eur|uzs|kzt|kgs|tjs|р(?=\\.)';
const currency = `(?:[$€₽₸£]|(?<!\\p{L})(?:${currencies})(?!\\p{L}))`;
const thousands = '(?:\\s?(?:тыс\\p{L}*\\.?|млн\\.?|миллион\\p{L}*|мың|минг|миң|ҳазор|ming|mln|million|thousand|k))?';
const until = '(?:\\s*(?:-|до|to|или|or|и|and|из|of)\\s*)';
const amounts = [
  new RegExp(`(?<!\\d[\\s.,'-]?)${number}(?:${until}${number})?${thousands}[\\s-]?\\(?${currency}`, 'giu'),
  new RegExp(`${currency}\\.?:?\\s?${number}(?:${until}${number})?(?![\\s.,'-]?\\d)`, 'giu'),
];

/** Thousands in groups that end round: no telephone is written so. */
const round = /(?<!\d[\s.,'-]?)[1-9]\d{0,2}(?:[\s.,']\d{3}){1,2}[\s.,']000(?![\s.,'-]?\d)/gu;

/** The pressure of blood, one reading or several. */
const pressure = '(?:[6-9]\\d|1\\d\\d|2[0-4]\\d)\\/(?:[3-9]\\d|1[0-4]\\d)';
const pressures = new RegExp(`(?<!\\d[\\s./-]?)${pressure}(?:[\\s,;]+${pressure})*(?![\\d/-]|\\s\\d{3}|\\s\\d{1,2}[\\s-]\\d)`, 'gu');

/** One place after the point: degrees, kilograms, doses. */
const decimals = /(?<!\d[.,:_-]?)\d{1,3}[.,]\d(?!\d|[.,:_-]\d)/gu;

/** Grades, ages and days in their order, written without spaces: 5,6,7,8. */
const rows = /(?<![\d.,])\d{1,2}(?:[,;]\d{1,2}){2,}(?![\d.,]*\d)/gu;
const longestStep = 31;

const inOrder = (row: string): boolean => {
  const numbers = row.split(/[,;]/).map(Number);
  return numbers.every((each, at) => each <= longestStep && (at === 0 || each > (numbers[at - 1] ?? 0)));
};

/** The same text without what is ordinary: a word stands in its place, so that what was apart stays apart. */
export function withoutOrdinary(read: string): string {
  const spared = read
    .replaceAll(years, (written: string, from: string, to: string) => {
      const end = Number(to.length === 2 ? from.slice(0, 2) + to : to);
      return end > Number(from) && end - Number(from) <= yearsAtMost ? 'then' : written;
    })
    .replaceAll(hours, 'at');
  return amounts
    .reduce((rest, pattern) => rest.replaceAll(pattern, 'paid'), spared)
    .replaceAll(round, 'paid')
    .replaceAll(pressures, 'read')
    .replaceAll(decimals, 'read')
    .replaceAll(rows, (row) => (inOrder(row) ? 'each' : row));
}
