import type { Portrait } from '../../src/modules/cases/index.ts';

/** How many people the invented cohort has: as many as came back to one country in four flights. */
export const cohortSize = 381;

/** The day on which everybody is looked at. */
export const cohortDay = '2026-03-02';

const arrangements = ['with-parents', 'kinship-care', 'foster-care', 'residential-care', 'with-step-parent', null];
const households = ['1', '2-3', '4-5', '6+', null];
const needs = ['birth-registration', 'citizenship', 'identity-document', 'school-place'];

/** The so-many-th of them: every age from birth on, some at the edge of a band, every combination of what rules ask for. */
export function memberOf(n: number): Portrait {
  const isAdult = n % 7 === 0;
  const years = isAdult ? 18 + (n % 40) : n % 18;
  const quarter = 1 + (Math.floor(n / 3) % 4);
  const year = 2026 - years - (quarter === 1 ? 0 : 1);
  const isFemale = n % 2 === 0;
  const isMother = isFemale && (isAdult ? n % 3 === 0 : years >= 14 && n % 5 === 0);
  const roles = [
    ...(isAdult ? [] : ['child']),
    ...(isMother ? ['mother'] : []),
    ...(isAdult && n % 4 === 1 ? ['caregiver'] : []),
    ...(!isAdult && n % 11 === 0 ? ['unaccompanied'] : []),
  ];
  return {
    ...{
      country: 'TJ',
      region: 'TJ-SU',
      phase: 'P6',
      legalBasis: 'consent',
      sex: isFemale ? 'female' : 'male',
      birthQuarter: `${year}-Q${quarter}`,
      roles,
      householdBand: households[n % 5] ?? null,
    },
    ...{ careArrangement: isAdult ? null : (arrangements[n % 6] ?? null), openNeeds: n % 5 === 2 ? [needs[n % 4]!] : [] },
    ...{ arrivedOn: '2026-02-20', registeredOn: '2026-02-24', placedOn: n % 3 === 0 ? '2026-03-01' : null },
  };
}

/** The whole cohort. */
export const cohort: readonly Portrait[] = Array.from({ length: cohortSize }, (_, index) => memberOf(index + 1));
