import type { Reference } from '../../../platform/reference.ts';
import { oldest } from '../ages.ts';
import type { Taken } from '../service.entity.ts';
import { keptSite, weekdays, type KeptSite, type OpenHours } from '../sites.ts';
import type { FindingCode } from './findings.ts';
import type { Row } from './texts.ts';

/** What we take from the description of somebody else: the columns we search by and show. */
export const taken = [
  ...(['name', 'description', 'status', 'serviceType', 'minAge', 'maxAge', 'servedRegions', 'languages'] as const),
  ...(['sites', 'schedule', 'cost', 'requiredDocuments', 'howToApply'] as const),
] as const satisfies readonly (keyof Taken)[];

/** Says in our words what a document of the standard says, and what of it we do not understand. */
export class Translation {
  private readonly regions: ReadonlyMap<string, string>;

  constructor(private readonly reference: Reference) {
    const known = reference.countries.flatMap(({ regions }) => regions);
    this.regions = new Map(known.flatMap(({ id, en }) => [id, en].map((name) => [name.toLowerCase(), id] as const)));
  }

  /** A service in our words. */
  of(service: Row): Taken {
    return {
      name: text(service.name).slice(0, 200),
      description: text(service.description) || null,
      status: text(service.status).replaceAll(' ', '-'),
      serviceType: this.kindOf(service),
      minAge: ageIn(service.minimum_age, 0),
      maxAge: ageIn(service.maximum_age, oldest),
      servedRegions: distinct(areasOf(service).flatMap((area) => this.regions.get(area.toLowerCase()) ?? [])),
      languages: distinct(rowsIn(service, 'languages').map((language) => this.languageOf(language))),
      sites: rowsIn(service, 'service_at_locations').map((each) => this.siteOf(each)),
      schedule: joined(rowsIn(service, 'schedules').map(hoursInWords), '\n'),
      cost: text(service.fees_description) || joined(rowsIn(service, 'cost_options').map(priceOf), '\n'),
      requiredDocuments: joined(
        rowsIn(service, 'required_documents').map(({ document }) => document),
        '\n',
      ),
      howToApply: text(service.application_process) || null,
    };
  }

  /** One of the places of a service. */
  siteOf(place: Row): KeptSite {
    const location = (place.location ?? {}) as Row;
    const [where] = rowsIn(location, 'addresses');
    const named = [where?.state_province, where?.region].map((name) => this.regions.get(text(name).toLowerCase()));
    return keptSite({
      name: text(location.name) || null,
      region: named.find((region) => region !== undefined) ?? null,
      address: joined([where?.address_1, where?.address_2], ', ') ?? (text(location.description) || null),
      city: text(where?.city) || null,
      hours: rowsIn(place, 'schedules').flatMap(hoursOf),
    });
  }

  /** What of a service has no words here: it is kept as it was written, and searched by nobody. */
  gaps(service: Row): { column: string; is: FindingCode }[] {
    const areas = areasOf(service);
    const languages = rowsIn(service, 'languages');
    return [
      ...(this.kindOf(service) === null ? [{ column: 'attributes', is: 'kind-not-known' as const }] : []),
      ...(areas.every((area) => this.regions.has(area.toLowerCase())) ? [] : [{ column: 'service_areas', is: 'area-not-known' as const }]),
      ...(languages.every((each) => this.languageOf(each) !== 'other') ? [] : [{ column: 'languages', is: 'language-not-known' as const }]),
    ];
  }

  /** The country a region lies in. */
  countryOf(region: string | null): string | undefined {
    return this.reference.countries.find(({ regions }) => regions.some(({ id }) => id === region))?.id;
  }

  /** What one of the terms under which a service is filed means here; null if none does. */
  private kindOf(service: Row): string | null {
    const kinds = rowsIn(service, 'attributes').flatMap(({ taxonomy_term: filed }) => {
      const { taxonomy, code } = (filed ?? {}) as Row;
      const terms = this.reference.taxonomies.find(({ id }) => id === taxonomy)?.terms;
      return terms?.find(({ term }) => term === code)?.serviceType ?? [];
    });
    return kinds[0] ?? null;
  }

  /** A code of ours for a language: codes of three letters are shortened, and what is rare here is another language. */
  private languageOf({ code }: Row): string {
    const written = text(code).toLowerCase();
    const short = /^[a-z]{2,3}$/.test(written) ? (Intl.getCanonicalLocales(written)[0] ?? written) : written;
    const known = this.reference.ids('language');
    return [written, short].find((each) => known.includes(each)) ?? 'other';
  }
}

/** The rows that stand under a key. */
function rowsIn(row: unknown, key: string): Row[] {
  const found = typeof row === 'object' && row !== null ? (row as Row)[key] : undefined;
  return Array.isArray(found) ? (found as Row[]) : [];
}

function areasOf(service: Row): string[] {
  return rowsIn(service, 'service_areas').map(({ name, extent }) => text(extent) || text(name));
}

function hoursInWords({ description, byday, opens_at: opens, closes_at: closes }: Row): string {
  return text(description) || (joined([byday, joined([opens, closes], ' to ')], ' ') ?? '');
}

/** The hours of a week, where a row says nothing else; other rows stay words. */
function hoursOf({ freq, byday, opens_at: opens, closes_at: closes }: Row): OpenHours[] {
  const days = text(byday)
    .toUpperCase()
    .split(/\s*,\s*/);
  const [opensAt, closesAt] = [clockOf(opens), clockOf(closes)];
  const isOfAWeek = (freq === undefined || freq === 'WEEKLY') && days.every((day) => weekdays.includes(day));
  return isOfAWeek && opensAt !== undefined && closesAt !== undefined && opensAt < closesAt ? [{ days, opensAt, closesAt }] : [];
}

/** The time on the clock there: `09:00` of `09:00:00+05:00`. */
function clockOf(written: unknown): string | undefined {
  return /^([01]\d|2[0-3]):[0-5]\d/.exec(text(written))?.[0];
}

function priceOf({ option, amount, currency, amount_description: per }: Row): string {
  return joined([option, joined([amount, currency, per], ' ')], ': ') ?? '';
}

function ageIn(written: unknown, otherwise: number): number {
  return typeof written === 'number' ? Math.min(Math.max(Math.floor(written), 0), oldest) : otherwise;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function joined(parts: readonly unknown[], by: string): string | null {
  return (
    parts
      .map(text)
      .filter((part) => part !== '')
      .join(by) || null
  );
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
