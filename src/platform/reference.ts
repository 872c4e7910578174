import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AgeBandSet } from '../kernel/age-band.ts';
import type { AliasWords } from '../kernel/alias.ts';
import { WorkingCalendar } from '../kernel/working-calendar.ts';
import { CARE_SCOPES, checkAgreement } from './reference/agreement.ts';
import type { AGE_BAND_SETS } from './reference/age-band-sets.ts';
import type { CodeList, CodeOf } from './reference/code-lists.ts';
import type { FileHead } from './reference/file.ts';
import { type ReferenceValues, readReferenceFiles } from './reference/read.ts';

export { ReferenceFault } from './reference/checks.ts';
export { type Code, type CodeList, type CodeOf } from './reference/code-lists.ts';
export { type FileHead, type LegalReview } from './reference/file.ts';
export {
  type Agency,
  type AssentRule,
  type ConsentText,
  type Country,
  type DisclosureTemplate,
  type HealthWork,
  type LadderStep,
  type ReferralStep,
  type ReferralWaitStep,
  type Timers,
} from './reference/file-shapes.ts';
export { type TaskTemplate } from './reference/task-templates.ts';

/** The sets of age bands every reference has. */
export type AgeBandSetName = (typeof AGE_BAND_SETS)[number];

/** The facts and lists the product stands on, which a country can change without a programmer: read once, then never changed. */
export class Reference {
  readonly agencies: ReferenceValues['agencies'];
  readonly assentRules: ReferenceValues['assentRules'];
  /** Words that brand a person, each with its language and source. */
  readonly brandingWords: ReferenceValues['branding']['words'];
  /** What holds such a word and brands nobody. */
  readonly ordinaryPhrases: readonly string[];
  /** Whom in a country somebody turns to who complains and wants an answer; null while nobody is named. */
  readonly complaintContacts: ReferenceValues['complaintContacts'];
  readonly consentTexts: ReferenceValues['consentTexts'];
  readonly countries: ReferenceValues['countries'];
  readonly disclosureTemplates: ReferenceValues['disclosureTemplates'];
  /** Whether scores and clinical notes stay with specialists. */
  readonly healthWork: ReferenceValues['healthWork'];
  /** How names of places begin, which are no names of people. */
  readonly placeWords: readonly string[];
  /** Which regions border on which. */
  readonly regionNeighbours: ReferenceValues['regionNeighbours'];
  /** What the terms of other directories mean here. */
  readonly taxonomies: ReferenceValues['taxonomies'];
  readonly taskTemplates: ReferenceValues['taskTemplates'];
  readonly timers: ReferenceValues['timers'];
  /** How much one person is to have on their desk at once. */
  readonly workload: ReferenceValues['workload'];
  /** Every file with its source, and whether the law was asked: shown to the administrator. */
  readonly files: readonly FileHead[];

  readonly #data: ReferenceValues;
  readonly #calendars: ReadonlyMap<string, WorkingCalendar>;

  constructor(data: ReferenceValues) {
    this.#data = data;
    this.#calendars = new Map([...data.calendars.values()].map((facts) => [facts.country, new WorkingCalendar(facts)]));
    this.agencies = data.agencies;
    this.assentRules = data.assentRules;
    this.brandingWords = data.branding.words;
    this.ordinaryPhrases = data.branding.ordinary.map(({ phrase }) => phrase);
    this.complaintContacts = data.complaintContacts;
    this.consentTexts = data.consentTexts;
    this.countries = data.countries;
    this.disclosureTemplates = data.disclosureTemplates;
    this.healthWork = data.healthWork;
    this.placeWords = data.placeWords.map(({ beginning }) => beginning);
    this.regionNeighbours = data.regionNeighbours;
    this.taxonomies = data.taxonomies;
    this.taskTemplates = data.taskTemplates;
    this.timers = data.timers;
    this.workload = data.workload;
    this.files = data.heads;
    Object.freeze(this);
  }

  /** The codes of a list that new records may choose. */
  codes<L extends CodeList>(list: L): readonly CodeOf<L>[] {
    return this.allCodes(list).filter((code) => code.retired !== true);
  }

  /** All codes of a list, the retired too: old records keep theirs. */
  allCodes<L extends CodeList>(list: L): readonly CodeOf<L>[] {
    return known(this.#data.codes.get(list), `code list ${list}`) as readonly CodeOf<L>[];
  }

  /** The ids that new records may choose. */
  ids(list: CodeList): readonly string[] {
    return this.codes(list).map((code) => code.id);
  }

  /** Whether a new record may choose this code. */
  isCurrent(list: CodeList, id: string): boolean {
    return this.ids(list).includes(id);
  }

  /** One code of a list, retired or not. */
  code<L extends CodeList>(list: L, id: string): CodeOf<L> {
    return known(
      this.allCodes(list).find((code) => code.id === id),
      `${list} ${id}`,
    );
  }

  /** What stands today for a code of an old record: itself, its successor, or nothing when it was retired without one. */
  currentFor<L extends CodeList>(list: L, id: string): CodeOf<L> | undefined {
    const code = this.code(list, id);
    if (code.retired !== true) return code;
    return code.replacedBy === undefined ? undefined : this.code(list, code.replacedBy);
  }

  /** What is known of a kind of task. */
  taskTemplate(id: string): ReferenceValues['taskTemplates'][number] {
    return known(
      this.taskTemplates.find((template) => template.id === id),
      `task template ${id}`,
    );
  }

  /** Services that are care for somebody's health: those that ask for consent to care. */
  careServices(): readonly string[] {
    const isCare = ({ consentScopes }: CodeOf<'service-type'>): boolean => consentScopes.some((scope) => CARE_SCOPES.includes(scope));
    return this.allCodes('service-type')
      .filter(isCare)
      .map(({ id }) => id);
  }

  /** The bands of one purpose. */
  ageBands(set: AgeBandSetName): AgeBandSet {
    return known(
      this.#data.ageBands.find(({ id }) => id === set),
      `age bands ${set}`,
    ).bands;
  }

  /** The working calendar of a country. */
  calendar(country: string): WorkingCalendar {
    return known(this.#calendars.get(country), `calendar of ${country}`);
  }

  /** By which calendar and timers days are reckoned in a country now: what was reckoned by others has to be looked at again. */
  reckoning(country: string): string {
    const [name, { version }] = known(
      [...this.#data.calendars].find(([, calendar]) => calendar.country === country),
      `calendar of ${country}`,
    );
    return `${name}/${version} timers/${
      known(
        this.files.find(({ path }) => path === 'timers.json'),
        'timers.json',
      ).version
    }`;
  }

  /** The words of which aliases are made, in a language, or in English where the language has none yet. */
  aliasWords(language: string): AliasWords {
    return known(this.#data.aliasWords.get(language) ?? this.#data.aliasWords.get('en'), 'alias words');
  }

  /** Files whose values no lawyer of the country has confirmed yet. */
  pendingReview(): readonly FileHead[] {
    return this.files.filter((file) => file.legalReview === 'pending');
  }
}

/** Reads and checks the reference data, once at boot; the product does not start on data that is broken or contradicts itself. */
export function loadReference(folder: string = shippedFolder()): Reference {
  const data = readReferenceFiles(folder);
  checkAgreement(data);
  return new Reference(freeze(data));
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new RangeError(`reference has no ${what}`);
  return value;
}

/** The folder `reference/` at the root of the product, wherever this file was built to. */
function shippedFolder(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'reference', 'agencies.json'))) return join(folder, 'reference');
  }
  throw new Error('no folder reference/ above this file: name the folder of the reference data');
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const inside = value instanceof Map ? value.values() : Object.values(value);
  for (const one of inside) freeze(one);
  return Object.freeze(value);
}
