import type { Reference } from '../../platform/reference.ts';
import { bordersFrom } from './distances.ts';
import type { Service } from './service.entity.ts';

/** What of a service the finder looks at. */
export type Searched = Pick<
  Service,
  | (
      | 'id'
      | 'name'
      | 'status'
      | 'minAge'
      | 'maxAge'
      | 'sexes'
      | 'servedRegions'
      | 'sites'
      | 'languages'
      | 'freePlaces'
      | 'waiting'
      | 'queued'
    )
  | ('verifiedAt' | 'acceptances' | 'hoursToAccept' | 'isStale' | 'isFull')
>;

/** Whom help is looked for, as far as it is known; never which case it is for. */
export interface Wanted {
  readonly age?: { readonly from: number; readonly to: number } | undefined;
  readonly sex?: string | undefined;
  readonly region?: string | undefined;
  readonly language?: string | undefined;
  readonly isEmergency: boolean;
}

/** What speaks for a service, what has to be thought of, and what rules it out. */
export const reasonKinds = {
  'not-open': 'against',
  'unit-closed': 'against',
  'age-outside': 'against',
  'sex-outside': 'against',
  'region-outside': 'against',
  'stale-for-emergency': 'against',
  'age-partly': 'but',
  'sex-not-known': 'but',
  'language-not-spoken': 'but',
  'no-free-place': 'but',
  'room-not-told': 'but',
  stale: 'but',
  'never-confirmed': 'but',
  'age-fits': 'for',
  'sex-fits': 'for',
  'region-served': 'for',
  'language-spoken': 'for',
  'places-free': 'for',
  confirmed: 'for',
  'answers-after': 'for',
} as const;

export type ReasonCode = keyof typeof reasonKinds;

/** Why a service is offered or is not, as a code and what its words need. */
export interface Reason {
  readonly is: ReasonCode;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A service as a candidate: itself, and whether its unit is at work. */
export interface Candidate {
  readonly service: Searched;
  readonly isAtWork: boolean;
}

/** What the finder makes of a service. */
export interface Judged {
  readonly service: Searched;
  readonly reasons: readonly Reason[];
  readonly isOffered: boolean;
  /** How many borders lie between; null if nobody knows. */
  readonly borders: number | null;
  readonly rank: readonly (number | string)[];
}

/** Judges services for somebody, at a moment, by reference data. */
export class Judging {
  private readonly borders: ReadonlyMap<string, number>;

  constructor(
    private readonly wanted: Wanted,
    private readonly now: Date,
    private readonly reference: Reference,
  ) {
    this.borders = wanted.region === undefined ? new Map() : bordersFrom(wanted.region, reference);
  }

  /** Whether a service can be offered, why, and where it stands among others: eligibility, room, distance, how soon it answers. */
  of({ service, isAtWork }: Candidate): Judged {
    const freshness = this.freshness(service);
    const person = [this.age(service), this.sex(service), this.area(service), this.language(service)].filter((each) => each !== null);
    const answers = service.acceptances === 0 ? [] : [reason('answers-after', { hours: meanHours(service) })];
    const reasons = [...isOpen(service, isAtWork), ...person, room(service), ...freshness, ...answers];
    const isOffered = !reasons.some(({ is }) => reasonKinds[is] === 'against');
    const borders = this.nearest(service);
    const rank = [
      Number(!isOffered),
      Number(!freshness.some(({ is }) => is === 'confirmed')),
      person.filter(({ is }) => reasonKinds[is] === 'but').length,
      roomRank(service),
      borders ?? Number.MAX_SAFE_INTEGER,
      service.acceptances === 0 ? Number.MAX_SAFE_INTEGER : meanHours(service),
      service.name,
      service.id,
    ];
    return { service, reasons, isOffered, borders, rank };
  }

  /** How many borders lie between, to the place that is nearest. */
  private nearest({ sites }: Searched): number | null {
    const known = sites.flatMap(({ region }) => (region === null ? [] : (this.borders.get(region) ?? [])));
    return known.length === 0 ? null : Math.min(...known);
  }

  private age({ minAge, maxAge }: Searched): Reason | null {
    const { age } = this.wanted;
    if (age === undefined) return null;
    const params = { minAge, maxAge };
    if (age.to < minAge || age.from > maxAge) return reason('age-outside', params);
    return reason(age.from >= minAge && age.to <= maxAge ? 'age-fits' : 'age-partly', params);
  }

  private sex({ sexes }: Searched): Reason | null {
    const { sex } = this.wanted;
    if (sex === undefined || sexes.length === 0) return null;
    if (sexes.includes(sex)) return reason('sex-fits');
    return reason(sex === 'unknown' ? 'sex-not-known' : 'sex-outside', { sexes });
  }

  private area({ servedRegions }: Searched): Reason | null {
    const { region } = this.wanted;
    if (region === undefined) return null;
    return reason(servedRegions.length === 0 || servedRegions.includes(region) ? 'region-served' : 'region-outside', { servedRegions });
  }

  private language({ languages }: Searched): Reason | null {
    const { language } = this.wanted;
    if (language === undefined) return null;
    return reason(languages.includes(language) ? 'language-spoken' : 'language-not-spoken', { languages });
  }

  private freshness(service: Searched): Reason[] {
    const { serviceStaleAfterDays: days } = this.reference.timers;
    if (!service.isStale(this.now, days)) return [reason('confirmed')];
    const stale = service.verifiedAt === null ? reason('never-confirmed') : reason('stale', { days });
    return this.wanted.isEmergency ? [reason('stale-for-emergency', { days }), stale] : [stale];
  }
}

function isOpen({ status }: Searched, isAtWork: boolean): Reason[] {
  return [...(status === 'active' ? [] : [reason('not-open', { status })]), ...(isAtWork ? [] : [reason('unit-closed')])];
}

function room(service: Searched): Reason {
  if (service.freePlaces === null) return reason('room-not-told');
  return service.isFull()
    ? reason('no-free-place', { waiting: service.queued + (service.waiting ?? 0) })
    : reason('places-free', { freePlaces: service.freePlaces });
}

/** Room first; what nobody told of may have some; a waiting list comes last, the longest at its end. */
function roomRank(service: Searched): number {
  if (service.freePlaces === null) return 1;
  return service.isFull() ? 2 + service.queued + (service.waiting ?? 0) : 0;
}

function meanHours({ acceptances, hoursToAccept }: Searched): number {
  return Math.round(hoursToAccept / acceptances);
}

function reason(is: ReasonCode, params: Readonly<Record<string, unknown>> = {}): Reason {
  return { is, params };
}

/** The order in which judged services are shown: the best first, the same order every time. */
export function byRank(a: Judged, b: Judged): number {
  for (const [at, mine] of a.rank.entries()) {
    const theirs = b.rank[at] ?? mine;
    if (mine !== theirs) return mine < theirs ? -1 : 1;
  }
  return 0;
}
