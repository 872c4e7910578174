import { isDeepStrictEqual } from 'node:util';
import { oldest } from '../ages.ts';
import type { Service, Taken } from '../service.entity.ts';
import type { KeptSite } from '../sites.ts';
import type { Row } from './texts.ts';
import { taken, type Translation } from './translate.ts';

/** Who gives a service, as far as it is published. */
export interface Giver {
  readonly agencyId: string;
  readonly agencyName: string;
}

/** The name under which our kinds of service are published. */
const taxonomy = 'homeward-service-type';

/**
 * A service as a document of the standard. What came from elsewhere goes out as it came, but for what was put right here.
 */
export function describe(service: Service, { agencyId, agencyName }: Giver, translation: Translation): Row {
  const then = service.source === null ? null : translation.of(service.source);
  const own = taken.filter((field) => then === null || !isDeepStrictEqual(service[field], then[field]));
  const said = Object.assign({}, ...own.map((field) => wordsFor[field](service, translation))) as Row;
  const beginning = service.source ?? { id: service.id, organization: { id: agencyId, name: agencyName, description: agencyName } };
  return Object.fromEntries(Object.entries({ ...beginning, ...said }).filter(([, value]) => value !== null && value !== undefined));
}

const wordsFor: Readonly<Record<keyof Taken, (service: Service, translation: Translation) => Row>> = {
  name: ({ name }) => ({ name }),
  description: ({ description }) => ({ description }),
  status: ({ status }) => ({ status: status.replaceAll('-', ' ') }),
  serviceType: ({ id, serviceType: kind, source }) =>
    kind === null
      ? {}
      : { attributes: [...others(source), { id, taxonomy_term: { id, code: kind, name: kind, description: kind, taxonomy } }] },
  minAge: ({ minAge }) => (minAge === 0 ? { minimum_age: null } : { minimum_age: minAge }),
  maxAge: ({ maxAge }) => (maxAge === oldest ? { maximum_age: null } : { maximum_age: maxAge }),
  servedRegions: ({ id, servedRegions }) => ({ service_areas: numbered(id, servedRegions).map(([own, name]) => ({ id: own, name })) }),
  languages: ({ id, languages }) => ({ languages: numbered(id, languages).map(([own, code]) => ({ id: own, code, name: code })) }),
  sites: ({ id, sites, source }, translation) => {
    const there = (source?.service_at_locations ?? []) as Row[];
    const asTheyCame = (site: KeptSite): Row | undefined => there.find((each) => isDeepStrictEqual(translation.siteOf(each), site));
    return { service_at_locations: numbered(id, sites).map(([own, site]) => asTheyCame(site) ?? placeOf(own, site, translation)) };
  },
  schedule: ({ id, schedule }) => (schedule === null ? {} : { schedules: [{ id, description: schedule }] }),
  cost: ({ cost }) => ({ fees_description: cost }),
  requiredDocuments: ({ id, requiredDocuments }) => ({
    required_documents: numbered(id, linesOf(requiredDocuments)).map(([own, document]) => ({ id: own, document })),
  }),
  howToApply: ({ howToApply }) => ({ application_process: howToApply }),
};

/** A place that was said here. What has no answer here but must be there (a postal code) is left empty. */
function placeOf(id: string, { name, region, address, city, hours }: KeptSite, translation: Translation): Row {
  const where = { address_1: address ?? '', city: city ?? '', state_province: region ?? '', postal_code: '' };
  return {
    id,
    location: {
      ...{ id, location_type: 'physical', ...(name === null ? {} : { name }) },
      addresses: [{ id, ...where, country: translation.countryOf(region) ?? '', address_type: 'physical' }],
    },
    schedules: numbered(id, hours).map(([own, { days, opensAt, closesAt }]) => ({
      ...{ id: own, freq: 'WEEKLY', byday: days.join(','), opens_at: opensAt, closes_at: closesAt },
    })),
  };
}

/** Each line of a text by itself. */
function linesOf(text: string | null): string[] {
  return (text ?? '').split('\n').filter((line) => line.trim() !== '');
}

/** What a service is filed under elsewhere: our own term stands beside it. */
function others(source: Row | null): Row[] {
  const filed = (source?.attributes ?? []) as Row[];
  return filed.filter(({ taxonomy_term: term }) => (term as Row | undefined)?.taxonomy !== taxonomy);
}

/** Each value with an id that is the same in every publication: the service's, with the place of the value in its last digits. */
function numbered<Value>(id: string, values: readonly Value[]): [string, Value][] {
  return values.map((value, at) => [`${id.slice(0, -4)}${at.toString(16).padStart(4, '0')}`, value]);
}
