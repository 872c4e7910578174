import { describe, expect, it } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReferenceFault, loadReference } from '../../src/platform/reference.ts';
import { type Change, changedCode, withChanged } from './changed-reference.ts';

function faultOf(folder: string): string {
  try {
    loadReference(folder);
  } catch (error) {
    expect(error).toBeInstanceOf(ReferenceFault);
    return (error as Error).message;
  }
  throw new Error('this data should have been refused');
}

describe('Broken reference data is refused, with file and place', () => {
  const code = (list: string, id: string, change: object): [string, Change] => [`codes/${list}.json`, changedCode(id, change)];

  it.each<[string, string, Change, string]>([
    [
      'a value of another type',
      'timers.json',
      (file) => void (file.followUpDays.high = '7'),
      'timers.json: followUpDays.high: expected a whole number from 1 to 100000, found "7"',
    ],
    ['a missing value', 'timers.json', (file) => delete file.ladder[1].to, 'timers.json: ladder[1].to: is missing'],
    ['a value nobody reads', 'timers.json', (file) => void (file.followUpWeeks = 1), 'timers.json: followUpWeeks: nobody reads this'],
    ['no source', 'countries.json', (file) => delete file.source, 'countries.json: source: is missing'],
    [
      'no word on the law',
      'assent-rules.json',
      (file) => void (file.legalReview = 'yes'),
      'assent-rules.json: legalReview: expected one of pending, reviewed, not-needed, found "yes"',
    ],
    [
      'an id twice',
      'codes/sex.json',
      (file) => void (file.codes[1].id = 'female'),
      'codes/sex.json: codes[1].id: female stands already at [0]',
    ],
    [
      'an empty label',
      'codes/sex.json',
      (file) => void (file.codes[0].en = ' '),
      'codes/sex.json: codes[0].en: expected a text, found " "',
    ],
    ['a list instead of named values', 'agencies.json', () => [], 'agencies.json: expected named values, found []'],
    [
      'a day that does not exist',
      'calendars/tj.json',
      (file) => void (file.datedHolidays[0].on = '2021-02-29'),
      'calendars/tj.json: datedHolidays[0].on: expected a day that exists',
    ],
    [
      'a zone that does not exist',
      'calendars/tj.json',
      (file) => void (file.zone = 'Asia/Nowhere'),
      'calendars/tj.json: zone: expected a time zone',
    ],
    [
      'a week without work',
      'calendars/tj.json',
      (file) => void (file.weeklyRest = [1, 2, 3, 4, 5, 6, 7]),
      'calendars/tj.json: somebody must work on some day',
    ],
    [
      'a holiday of leap years only',
      'calendars/tj.json',
      (file) => void (file.yearlyHolidays[0].on = '02-29'),
      'new-year: 02-29 is no day of every year',
    ],
    [
      'a dated holiday in a year for which none is said to be set',
      'calendars/kz.json',
      (file) => void (file.notYetSet[0].from = 2026),
      'kurban-ait has a date in 2026',
    ],
    ['a year without a dated holiday', 'calendars/tj.json', (file) => void (file.coversYears.to = 2033), 'idi-ramazon has no date in 2033'],
    ['a gap between age bands', 'age-bands.json', (file) => void (file.sets[1].bands[2].from = 13), '12-14 must begin at 12'],
    ['age bands with an end', 'age-bands.json', (file) => void (file.sets[1].bands[4].to = 99), 'the last band must have no end'],
    ['an age without a rule of assent', 'assent-rules.json', (file) => void file.rules.pop(), 'there must be one rule for each of'],
    ['a scope without a text', 'consent-texts.json', (file) => void file.texts.pop(), 'no text for statistics'],
    ['a need in no domain', ...code('need', 'placement', { domain: 'family' }), 'no plan-domain family'],
    ['a service without a template', ...code('service-type', 'housing', { template: 'house' }), 'no disclosure template house'],
    [
      'a service by an agency that gets no referrals',
      ...code('service-type', 'housing', { agencyTypes: ['security'] }),
      'no agency type security receives referrals',
    ],
    ['two leading agencies', 'agencies.json', (file) => void (file.agencies[1].leads = true), 'one agency leads'],
    [
      'words that do not match',
      'alias-words/en.json',
      (file) => void (file.nouns[1] = 'Poplar'),
      'alias-words/en.json: nouns[1]: Poplar stands already at [0]',
    ],
    ['a need met by nothing', ...code('need', 'housing', { services: ['flats'] }), 'codes/need.json: housing: no service-type flats'],
    [
      'a border with one side',
      'region-neighbours.json',
      (file) => void (file.regions[0].next = ['TJ-SU']),
      'region-neighbours.json: TJ-DU: TJ-SU does not name it in turn',
    ],
    ['a region nobody knows', 'region-neighbours.json', (file) => void (file.regions[0].id = 'TJ-XX'), 'no country has the region TJ-XX'],
  ])('%s', (_, path, change, message) => expect(faultOf(withChanged(path, change))).toContain(message));

  it.each<[string, string, Change, string]>([
    ['a consent in place of a consent', ...code('legal-basis', 'consent', { overridesConsent: true }), 'a consent does not override'],
    ['an account for security', ...code('agency-type', 'security', { mayHoldAccounts: true, roles: ['auditor'] }), '(R-12)'],
    ['a referral to security', ...code('agency-type', 'security', { mayReceiveReferrals: true }), '(R-12)'],
    [
      'no word of security',
      'codes/agency-type.json',
      (file) => void (file.codes = file.codes.filter(({ id }: { id: string }) => id !== 'security')),
      'no agency-type security',
    ],
    [
      'a child in the hands of interior',
      ...code('agency-type', 'interior', { mayOwnChildCases: true }),
      'may not own the case of a child (R-05)',
    ],
    [
      'protection risk in a template',
      'disclosure-templates.json',
      (file) => void (file.templates[0].fields[0].group = 'F5'),
      'never by template',
    ],
    ['a check after the death of a person', ...code('closure-reason', 'death', { recontact: true }), 'nobody asks how the dead are'],
    [
      'unknown risk that can wait',
      'timers.json',
      (file) => void (file.followUpDays.unknown = 30),
      'unknown risk is treated as high (R-20)',
    ],
    ['high risk that climbs later', 'timers.json', (file) => void (file.ladder[0].workingDaysAtHighRisk = 3), 'high risk climbs no later'],
    ['cases shown to a coordinator', 'timers.json', (file) => void (file.ladder[2].shows = 'item'), 'a coordinator sees counts only'],
    [
      'a referral that climbs later where danger is high',
      'timers.json',
      (file) => void (file.referralLadder.normal[0].hoursAtHighRisk = 30),
      'referralLadder.normal[0]: high risk climbs no later',
    ],
    [
      'a referral that goes down its ladder',
      'timers.json',
      (file) => void (file.referralLadder.high[1].hours = 12),
      'referralLadder.high[1]: each step comes later than the one before',
    ],
    [
      'a task due in hours that goes down its ladder',
      'timers.json',
      (file) => void (file.taskHoursLadder[1].hours = 0),
      'taskHoursLadder[1]: each step comes later than the one before',
    ],
    [
      'a referral shown to a coordinator',
      'timers.json',
      (file) => void (file.referralLadder.emergency[2].shows = 'item'),
      'referralLadder.emergency[2]: a coordinator sees counts only',
    ],
    [
      'ages with a gap at their beginning',
      'timers.json',
      (file) => void (file.referralAgesFromDays = [1, 2]),
      'ages begin with the day of sending and rise',
    ],
  ])('and so is data that undoes a protection: %s', (_, path, change, message) =>
    expect(faultOf(withChanged(path, change))).toContain(message),
  );

  it('a file that is missing, that nobody reads or that is not JSON', () => {
    const without = withChanged('timers.json', () => undefined);
    rmSync(join(without, 'timers.json'));
    expect(faultOf(without)).toBe('timers.json: the file is missing');
    const more = withChanged('timers.json', () => undefined);
    writeFileSync(join(more, 'codes/colour.json'), '{}');
    expect(faultOf(more)).toBe('codes/colour.json: nobody reads this file');
    const broken = withChanged('timers.json', () => undefined);
    writeFileSync(join(broken, 'timers.json'), '{');
    expect(faultOf(broken)).toContain('timers.json: not JSON');
  });

  it('a code whose successor does not exist or is itself retired', () => {
    const succeededBy = (replacedBy: string) =>
      withChanged('codes/school-state.json', changedCode('preschool', { retired: true, replacedBy }));
    expect(faultOf(succeededBy('nowhere'))).toContain('its successor nowhere is no current code');
    expect(faultOf(succeededBy('preschool'))).toContain('is no current code');
  });
});
