import { isDeepStrictEqual } from 'node:util';
import { oldest } from '../ages.ts';
import type { Service, Taken } from '../service.entity.ts';
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
  const said = Object.assign({}, ...own.map((field) => wordsFor[field](service))) as Row;
  const beginning = service.source ?? { id: service.id, organization: { id: agencyId, name: agencyName, description: agencyName } };
  return Object.fromEntries(Object.entries({ ...beginning, ...said }).filter(([, value]) => value !== null && value !== undefined));
}

const wordsFor: Readonly<Record<keyof Taken, (service: Service) => Row>> = {
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
  region: () => ({}),
  languages: ({ id, languages }) => ({ languages: numbered(id, languages).map(([own, code]) => ({ id: own, code, name: code })) }),
  place: ({ id, place, source }) => {
    const here = { id, location: { id, location_type: 'physical', description: place } };
    return place === null ? {} : { service_at_locations: [...((source?.service_at_locations ?? []) as Row[]), here] };
  },
  schedule: ({ id, schedule }) => (schedule === null ? {} : { schedules: [{ id, description: schedule }] }),
  cost: ({ cost }) => ({ fees_description: cost }),
  requiredDocuments: ({ id, requiredDocuments: document }) => (document === null ? {} : { required_documents: [{ id, document }] }),
  howToApply: ({ howToApply }) => ({ application_process: howToApply }),
};

/** What a service is filed under elsewhere: our own term stands beside it. */
function others(source: Row | null): Row[] {
  const filed = (source?.attributes ?? []) as Row[];
  return filed.filter(({ taxonomy_term: term }) => (term as Row | undefined)?.taxonomy !== taxonomy);
}

/** Each value with an id that is the same in every publication: the service's, with the place of the value in its last digits. */
function numbered(id: string, values: readonly string[]): [string, string][] {
  return values.map((value, at) => [`${id.slice(0, -4)}${at.toString(16).padStart(4, '0')}`, value]);
}
