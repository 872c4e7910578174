import { PublicText } from '../../platform/free-text.ts';
import { Code, Codes, Maybe, Rows, TimeOfDay } from '../../platform/input.ts';
import { regionCodes } from '../../platform/shipped-reference.ts';

/** The days of a week as calendars write them (RFC 5545, `BYDAY`). */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export const sitesAtMost = 50;

/** On which days of the week a place is open, from when to when, by the clock of the place. */
export class OpenHours {
  @Codes(weekdays, { min: 1 }) days: string[];
  @TimeOfDay() opensAt: string;
  @TimeOfDay() closesAt: string;
}

/** Where a service is given: HSDS calls it a service at a location. Nothing here is about a person who is served. */
export class Site {
  @Maybe() @PublicText(200) name?: string;
  @Code(regionCodes) region: string;
  @Maybe() @PublicText(300) address?: string;
  @Maybe() @PublicText(100) city?: string;
  @Maybe() @Rows(OpenHours, { max: 14 }) hours?: OpenHours[];
}

/** A place as it is kept; what came from elsewhere may lie in a region that has no code here. */
export interface KeptSite {
  readonly name: string | null;
  readonly region: string | null;
  readonly address: string | null;
  readonly city: string | null;
  readonly hours: readonly Readonly<OpenHours>[];
}

/** A place with each of its facts, said or not, so that equal places are equal; its days in the order of the week. */
export function keptSite({ name, region, address, city, hours = [] }: { [Fact in keyof Site]?: Site[Fact] | null }): KeptSite {
  const said = { name: name ?? null, region: region ?? null, address: address ?? null, city: city ?? null };
  return { ...said, hours: (hours ?? []).map((each) => ({ ...each, days: weekdays.filter((day) => each.days.includes(day)) })) };
}
