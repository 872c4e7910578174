import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadReference } from '../../src/platform/reference.ts';
import { SHIPPED, changedCode, withChanged } from './changed-reference.ts';

const reference = loadReference();

describe('The reference data that ships', () => {
  it('loads, and every file says where it is from and whether the law was asked', () => {
    expect(reference.files.length).toBeGreaterThan(50);
    for (const { source, version, legalReview } of reference.files) {
      expect(source.length).toBeGreaterThan(10);
      expect(version).toBeGreaterThan(0);
      expect(['pending', 'reviewed', 'not-needed']).toContain(legalReview);
    }
    const pending = reference.pendingReview().map(({ path }) => path);
    expect(pending).toEqual(expect.arrayContaining(['assent-rules.json', 'timers.json', 'calendars/tj.json', 'consent-texts.json']));
  });

  it('cannot be changed by anyone who reads it', () => {
    expect(() => Object.assign(reference.timers.followUpDays, { high: 70 })).toThrow(TypeError);
    expect(() => (reference.codes('risk-level')[0] as { en: string }).en = 'x').toThrow(TypeError); // prettier-ignore
    expect(() => (reference.allCodes('risk-level') as unknown[]).pop()).toThrow(TypeError);
    expect(() => (reference.calendar('TJ').facts.weeklyRest as number[]).pop()).toThrow(TypeError);
    expect(() => (reference.aliasWords('en').nouns as string[]).sort()).toThrow(TypeError);
    expect(() => Object.assign(reference, { timers: {} })).toThrow(TypeError);
    expect(reference.timers.followUpDays.high).toBe(7);
  });

  it('gives security and defence nothing, and lets four types of agency own the case of a child', () => {
    for (const barred of ['security', 'defence']) {
      const nothing = {
        mayHoldAccounts: false,
        mayOwnChildCases: false,
        mayOwnAdultCases: false,
        mayReceiveReferrals: false,
        sees: 'nothing',
        roles: [],
      };
      expect(reference.code('agency-type', barred)).toMatchObject(nothing);
    }
    const owners = reference.codes('agency-type').filter((type) => type.mayOwnChildCases);
    expect(owners.map(({ id }) => id)).toEqual(['social', 'child-protection', 'education', 'health']);
    expect(reference.code('agency-type', 'interior').mayOwnAdultCases).toBe(false);
  });

  it('follows up by risk and treats unknown as high', () => {
    expect(reference.timers.followUpDays).toEqual({ high: 7, medium: 14, low: 30, unknown: 7 });
    expect(reference.timers.riskExpiresAfterDays).toBe(90);
    expect(reference.code('risk-level', 'unknown').treatedAs).toBe('high');
  });

  it('climbs the ladder from supervisor to focal point to a count for the coordinator', () => {
    const steps = reference.timers.ladder.map(({ to, workingDays, workingDaysAtHighRisk, shows }) => [
      to,
      workingDays,
      workingDaysAtHighRisk,
      shows,
    ]);
    expect(steps).toEqual([['supervisor', 2, 1, 'item'], ['focal-point', 5, 2, 'item'], ['coordinator', 10, 5, 'count']]); // prettier-ignore
    expect(reference.timers.reminders.map(({ daysBefore, at }) => [daysBefore, at])).toEqual([[3, '09:00'], [0, '09:00']]); // prettier-ignore
  });

  it('counts every hour of an emergency, and the hours of working days for the rest', () => {
    const { emergency, high, normal } = reference.timers.referral;
    expect([emergency, high, normal].map(({ seen, decided }) => [seen.hours, decided.hours])).toEqual([[4, 8], [24, 48], [72, 144]]); // prettier-ignore
    expect([emergency, high, normal].map(({ seen }) => seen.counts)).toEqual(['clock-hours', 'working-day-hours', 'working-day-hours']);
  });

  it('asks a child for assent from six (R-18)', () => {
    const answers = reference.assentRules.map(({ band, child, caregiver }) => [band, child, caregiver]);
    expect(answers).toEqual([
      ['0-5', 'informed', 'written-consent'],
      ['6-11', 'oral-assent', 'written-consent'],
      ['12-14', 'written-assent', 'written-consent'],
      ['15-17', 'informed-consent', 'with-childs-permission'],
      ['18+', 'consent', 'none'],
    ]);
    expect(reference.timers.consent.expiresAfterDays).toBe(365);
  });

  it('has the eight domains of a plan, and needs in each', () => {
    expect(reference.ids('plan-domain')).toHaveLength(8);
    for (const domain of reference.ids('plan-domain')) expect(reference.codes('need').some((need) => need.domain === domain)).toBe(true);
  });

  it('discloses by template neither protection risk nor narrative, attachments, family links, consent records or identity', () => {
    const groups = reference.disclosureTemplates.flatMap((template) => template.fields.map(({ group }) => group));
    expect([...new Set(groups)].sort()).toEqual(['F1', 'F2', 'F3a', 'F3b', 'F4']);
    const withScores = reference.disclosureTemplates.filter(({ fields }) => fields.some(({ group }) => group === 'F3b'));
    expect(withScores.map(({ id }) => id)).toEqual(['mental-health']);
  });

  it('gives health data only to health services, and documents only where papers or law are the matter', () => {
    const served = (group: string) =>
      reference.disclosureTemplates.filter((one) => one.fields.some((field) => field.group === group)).map(({ id }) => id);
    expect(served('F3a')).toEqual(['health', 'mental-health', 'psychosocial']);
    expect(served('F4')).toEqual(['registry', 'identity-documents', 'legal-aid']);
  });

  it('has no schools waiting for papers: an education package holds no documents', () => {
    const education = reference.disclosureTemplates.find(({ id }) => id === 'education')!;
    expect(education.fields.map(({ field }) => field)).not.toContain('case_needs.documents');
  });

  it('knows the five regions of Tajikistan', () => {
    const [country] = reference.countries;
    expect(country?.regions.map(({ id }) => id)).toEqual(['TJ-DU', 'TJ-KT', 'TJ-GB', 'TJ-RA', 'TJ-SU']);
  });

  it('calculates holidays that are not announced yet by the Umm al-Qura calendar, which every announced date agreed with', () => {
    const calendar = JSON.parse(readFileSync(join(SHIPPED, 'calendars/tj.json'), 'utf8')) as {
      datedHolidays: { id: string; on: string; basis: string }[];
    };
    const lunar = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
    for (const { id, on } of calendar.datedHolidays) {
      const [month, date] = lunar.formatToParts(new Date(on)).filter(({ type }) => type === 'month' || type === 'day').map(({ value }) => value); // prettier-ignore
      expect([on, month, date]).toEqual([on, ...(id === 'idi-ramazon' ? ['10', '1'] : ['12', '10'])]);
    }
  });

  it('says so when it is asked for what it does not have', () => {
    expect(() => reference.calendar('XX')).toThrow('reference has no calendar of XX');
    expect(() => reference.code('risk-level', 'severe')).toThrow('reference has no risk-level severe');
    expect(reference.isCurrent('risk-level', 'severe')).toBe(false);
    expect(reference.aliasWords('tg')).toBe(reference.aliasWords('en'));
  });
});

describe('A retired code', () => {
  const retire = (code: string, replacedBy?: string) =>
    withChanged('codes/school-state.json', changedCode(code, { retired: true, replacedBy }));

  it('cannot be chosen any more but still has its label and its successor', () => {
    const changed = loadReference(retire('preschool', 'enrolled'));
    expect(changed.ids('school-state')).not.toContain('preschool');
    expect(changed.isCurrent('school-state', 'preschool')).toBe(false);
    expect(changed.code('school-state', 'preschool').en).toBe('In preschool');
    expect(changed.currentFor('school-state', 'preschool')?.id).toBe('enrolled');
    expect(changed.currentFor('school-state', 'enrolled')?.id).toBe('enrolled');
  });

  it('may have no successor', () => expect(loadReference(retire('preschool')).currentFor('school-state', 'preschool')).toBeUndefined());
});
