import { type LocalTime, isLocalTime, parseDay } from '../../kernel/local-time.ts';
import { type Checked, distinct, id, list, object, oneOf, readBy, text, textLike, truth, uniqueBy, whole } from './checks.ts';
import { AGE_BAND_SETS } from './age-band-sets.ts';
import { file } from './file.ts';

const dayOfYear = textLike(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a month and a day, 03-08');
const onDay = readBy(parseDay, 'a day that exists, 2026-03-20');
const time = readBy<LocalTime>((written) => (isLocalTime(written) ? written : undefined), 'a time, 09:00');
const zone = readBy((written) => (isZone(written) ? written : undefined), 'a time zone this runtime knows, Asia/Dushanbe');
const weekday = oneOf(1, 2, 3, 4, 5, 6, 7);

const band = object({ id, from: whole(0, 120), en: text }, { to: whole(0, 120) });
export const ageBandsFile = file({ sets: uniqueBy('id', list(object({ id, en: text, bands: uniqueBy('id', list(band, 1)) }), 1)) });

const assentRule = object({
  band: id,
  child: oneOf('informed', 'oral-assent', 'written-assent', 'informed-consent', 'consent'),
  caregiver: oneOf('written-consent', 'with-childs-permission', 'none'),
  withoutCaregiver: oneOf(
    'trusted-adult-or-worker',
    'trusted-adult-or-worker-and-assent',
    'trusted-adult-or-assent',
    'childs-consent-suffices',
    'none',
  ),
  bestInterestsRecord: truth,
});
export const assentRulesFile = file({ rules: uniqueBy('band', list(assentRule, 1)) });

const textOfConsent = object({ id: text, scope: id, version: whole(1), language: id, validFrom: onDay, text, forChildren: text });
export const consentTextsFile = file({ texts: uniqueBy('id', list(textOfConsent, 1)) });

const agency = object({ code: textLike(/^[A-Z]{3}$/, 'three capitals'), en: text, type: id }, { leads: truth });
export const agenciesFile = file({ agencies: uniqueBy('code', list(agency, 1)) });

const region = object({ id: textLike(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'an ISO 3166-2 code'), en: text });
const country = object({
  id: textLike(/^[A-Z]{2}$/, 'an ISO 3166-1 code'),
  en: text,
  calendar: id,
  regions: uniqueBy('id', list(region, 1)),
});
export const countriesFile = file({ countries: uniqueBy('id', list(country, 1)) });

const neighbours = object({ id: text, next: list(text, 1) });
export const regionNeighboursFile = file({ regions: uniqueBy('id', list(neighbours)) });

const term = object({ term: text, serviceType: id });
const taxonomy = object({ id: text, en: text, terms: uniqueBy('term', list(term, 1)) });
export const taxonomyTermsFile = file({ taxonomies: uniqueBy('id', list(taxonomy, 1)) });

const disclosed = object({
  field: textLike(/^[a-z_]+\.[a-z_]+$/, 'a table and a column'),
  group: oneOf('F1', 'F2', 'F3a', 'F3b', 'F4', 'F5'),
});
const template = object({ id, en: text, needDomains: list(id), fields: uniqueBy('field', list(disclosed, 1)), oneOff: list(disclosed) });
export const disclosureTemplatesFile = file({ templates: uniqueBy('id', list(template, 1)) });

const language = oneOf('en', 'ru', 'tg', 'uz', 'kk', 'ky');
const brandingWord = object({
  language,
  word: text,
  as: oneOf('beginning', 'whole', 'exact'),
  review: oneOf('sourced', 'unverified'),
  source: text,
});
const ordinaryPhrase = object({ language, phrase: text });
export const brandingWordsFile = file({ words: list(brandingWord, 1), ordinary: list(ordinaryPhrase) });
export const placeWordsFile = file({ words: list(object({ language, beginning: text }), 1) });

const complaintContact = object({
  country: textLike(/^[A-Z]{2}$/, 'an ISO 3166-1 code'),
  contact: (value: unknown, where: string): string | null => (value === null ? null : text(value, where)),
});
export const complaintContactsFile = file({ contacts: uniqueBy('country', list(complaintContact)) });

export const healthWorkFile = file({ specialistsHoldScores: truth });

const words = distinct(list(textLike(/^[A-Z][a-z]+$/, 'one word with a capital'), 100));
export const aliasWordsFile = file({ language: id, adjectives: words, nouns: words });

const byRisk = <T>(of: (value: unknown, where: string) => T) => object({ low: of, medium: of, high: of, unknown: of });
const hourLimit = object({ hours: whole(1), counts: oneOf('clock-hours', 'working-day-hours') });
const referralLimits = object({ seen: hourLimit, decided: hourLimit, serviceMayTakeLonger: truth });
const referralStep = object({
  step: whole(1, 10),
  to: oneOf('focal-point', 'supervisor', 'coordinator'),
  hours: whole(1),
  hoursAtHighRisk: whole(1),
  shows: oneOf('item', 'count'),
});
const referralSteps = uniqueBy('to', list(referralStep, 1));
/** Of what is due at an hour; its first step may be that hour itself. */
const hoursStep = object({
  step: whole(1, 10),
  to: oneOf('focal-point', 'supervisor', 'coordinator'),
  hours: whole(),
  hoursAtHighRisk: whole(),
  shows: oneOf('item', 'count'),
});
const referralWaitStep = object({
  to: oneOf('worker', 'recipients', 'focal-point', 'supervisor'),
  hours: whole(),
  hoursAtHighRisk: whole(),
  hoursInEmergency: whole(),
});
const referralWait = object({ steps: uniqueBy('to', list(referralWaitStep, 1)), thenEveryDays: whole(1) });
const step = object({
  step: whole(1, 10),
  to: oneOf('supervisor', 'focal-point', 'coordinator'),
  workingDays: whole(1),
  workingDaysAtHighRisk: whole(1),
  shows: oneOf('item', 'count'),
  at: time,
});
export const timersFile = file({
  followUpDays: byRisk(whole(1)),
  followUpDaysAtMostInPhase: uniqueBy('phase', list(object({ phase: id, days: whole(1) }))),
  riskExpiresAfterDays: whole(1),
  riskReviewDaysBefore: whole(1),
  reviewDaysAtMost: whole(1),
  ageBandReview: object({ daysBefore: whole(1), sets: list(oneOf(...AGE_BAND_SETS), 1) }),
  caseWork: byRisk(
    object({ assignHours: whole(1), firstContactHours: whole(1), assessmentDays: whole(1), planDays: whole(1), reviewDays: whole(1) }),
  ),
  reminders: uniqueBy('kind', list(object({ kind: id, daysBefore: whole(), at: time }), 1)),
  ladder: uniqueBy('step', list(step, 1)),
  taskHoursLadder: uniqueBy('to', list(hoursStep, 1)),
  taskVerification: uniqueBy('kind', list(object({ kind: oneOf('to-verify', 'unverified'), workingDays: whole(1), at: time }), 1)),
  taskVerificationThenEveryDays: whole(1),
  referral: object({ emergency: referralLimits, high: referralLimits, normal: referralLimits }),
  referralReminders: uniqueBy('kind', list(object({ kind: id, share: oneOf(0.25, 0.5, 0.75, 1) }), 1)),
  referralLadder: object({ emergency: referralSteps, high: referralSteps, normal: referralSteps }),
  referralStaleAfterDays: whole(1),
  referralStaleLadder: uniqueBy('to', list(object({ to: oneOf('sides', 'supervisor'), times: whole(1) }), 1)),
  referralStaleThenEveryDays: whole(1),
  referralWaits: object({
    unsent: referralWait,
    'next-step': referralWait,
    'hold-over': referralWait,
    'answer-of-sender': referralWait,
    'answer-of-recipient': referralWait,
    dispute: referralWait,
  }),
  referralAgesFromDays: distinct(list(whole(), 1)),
  referralReRoutesAtMost: whole(1),
  referralHoldDaysAtMost: whole(1),
  consentOverrideReview: hourLimit,
  approvalLateAfter: hourLimit,
  consentOverrideReminders: object({ askedAfter: hourLimit, thenEvery: hourLimit }),
  consent: object({ expiresAfterDays: whole(1), endsAtBandChangeOf: id }),
  consentEndToldDaysBefore: distinct(list(whole(1), 1)),
  packageReadableDaysAfterEnd: whole(),
  protocol: object({ askAgainAfterDays: whole(1), endToldDaysBefore: distinct(list(whole(1), 1)) }),
  slip: object({ validDays: whole(1), wrongCodesAtMost: whole(1, 10), noAnswerAfter: hourLimit }),
  mailHours: object({ delivery: oneOf('at-once', 'digest'), digestAt: time, quietFrom: time, quietTo: time, quietOnDaysOff: truth }),
  bounces: object({ heardForDays: whole(1), unreachableAfter: whole(1) }),
  shortMessagesOf: distinct(list(textLike(/^[a-z-]+\.[a-z-]+$/, 'what is told of what'))),
  delegationDaysAtMost: whole(1),
  waiveNotAtRisk: list(id),
  reschedule: object({ timesAtMost: whole(), daysLaterAtMost: byRisk(whole()) }),
  postClosureCheckDays: list(whole(1)),
  serviceStaleAfterDays: whole(1),
  loopFigures: object({
    drawnEveryHours: whole(24),
    periodDays: whole(28),
    inStepsOf: whole(5),
    mediansFrom: whole(10),
  }),
  feedback: object({
    validDays: whole(1),
    batchAtLeast: whole(10, 100),
    batchAtMost: whole(10, 100),
    figuresFrom: whole(5),
    inStepsOf: whole(5),
    overMonths: whole(3, 24),
  }),
  complaint: object({ acknowledgeWorkingDays: whole(1), settleDays: whole(1), remindEveryDays: whole(1) }),
  delivery: object({ backDateDays: whole(1), confirmDays: whole(1), groupSizeAtMost: whole(2, 100) }),
});

const aYear = whole(1900, 2200);
const datedHoliday = object({ id, on: onDay, basis: oneOf('announced', 'calculated'), source: text }, { lostOnRestDay: truth });
export const calendarFile = file({
  country: textLike(/^[A-Z]{2}$/, 'an ISO 3166-1 code'),
  zone,
  weekStart: weekday,
  weeklyRest: list(weekday),
  office: object({ opens: time, closes: time, source: text }),
  coversYears: object({ from: aYear, to: aYear }),
  yearlyHolidays: uniqueBy('id', list(object({ id, en: text, on: dayOfYear }, { from: aYear, to: aYear, lostOnRestDay: truth }))),
  datedHolidays: uniqueBy('on', list(datedHoliday)),
  notYetSet: uniqueBy('id', list(object({ id, from: aYear, why: text }))),
  holidayOnRestDay: oneOf('moves-to-next-working-day', 'is-lost'),
  holidayOnRestDaySource: text,
  exchanges: uniqueBy('rest', list(object({ rest: onDay, source: text }, { work: onDay }))),
});

export type AgeBandsFile = Checked<typeof ageBandsFile>;
export type AssentRule = Checked<typeof assentRule>;
export type ConsentText = Checked<typeof textOfConsent>;
export type Agency = Checked<typeof agency>;
export type Country = Checked<typeof country>;
export type RegionNeighbours = Checked<typeof neighbours>;
export type Taxonomy = Checked<typeof taxonomy>;
export type DisclosureTemplate = Checked<typeof template>;
export type Timers = Checked<typeof timersFile>;
export type HealthWork = Pick<Checked<typeof healthWorkFile>, 'specialistsHoldScores'>;
export type BrandingWord = Checked<typeof brandingWord>;
export type BrandingWordsFile = Checked<typeof brandingWordsFile>;
export type PlaceWordsFile = Checked<typeof placeWordsFile>;
export type ComplaintContact = Checked<typeof complaintContact>;
export type CalendarFile = Checked<typeof calendarFile>;
export type LadderStep = Checked<typeof step>;
export type ReferralStep = Checked<typeof referralStep>;
export type ReferralWaitStep = Checked<typeof referralWaitStep>;
export type AliasWordsFile = Checked<typeof aliasWordsFile>;

function isZone(written: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: written }).resolvedOptions().timeZone !== '';
  } catch {
    // the runtime has no other way to say that it does not know a zone
    return false;
  }
}
