import { parseDay, weekdayOf } from '../../kernel/local-time.ts';
import { ReferenceFault } from './checks.ts';
import type { CalendarFile } from './file-shapes.ts';
import type { ReferenceValues } from './read.ts';

/** Checks that every country has its calendar and that no calendar contradicts itself. */
export function agreeOnCalendars(data: ReferenceValues): void {
  for (const { id, calendar } of data.countries) {
    if (data.calendars.get(calendar)?.country !== id)
      throw new ReferenceFault(`countries.json: ${id}`, `no calendar ${calendar} of this country`);
  }
  for (const [name, calendar] of data.calendars) {
    const wrong = contradictionOf(calendar);
    if (wrong !== undefined) throw new ReferenceFault(`calendars/${name}.json`, wrong);
  }
}

function contradictionOf(calendar: CalendarFile): string | undefined {
  const { weeklyRest, office, coversYears, yearlyHolidays, datedHolidays, notYetSet, exchanges } = calendar;
  if (weeklyRest.length >= 7) return 'somebody must work on some day';
  if (office.opens >= office.closes) return 'offices close after they open';
  const neverInSomeYear = yearlyHolidays.find(({ on }) => parseDay(`2023-${on}`) === undefined);
  if (neverInSomeYear) return `${neverInSomeYear.id}: ${neverInSomeYear.on} is no day of every year`;
  for (const holiday of new Set(datedHolidays.map(({ id }) => id))) {
    const unset = notYetSet.find(({ id }) => id === holiday)?.from ?? Infinity;
    const years = new Set(datedHolidays.filter(({ id }) => id === holiday).map(({ on }) => Number(on.slice(0, 4))));
    for (let year = coversYears.from; year <= coversYears.to; year++)
      if (years.has(year) === year >= unset) return `${holiday} has ${year < unset ? 'no' : 'a'} date in ${year}`;
  }
  for (const { rest, work } of exchanges) {
    if (weeklyRest.includes(weekdayOf(rest))) return `${rest} is a rest day already`;
    if (work !== undefined && !weeklyRest.includes(weekdayOf(work))) return `${work} is worked anyway`;
  }
  return undefined;
}
