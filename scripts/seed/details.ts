import type { Reference } from '../../src/platform/reference.ts';
import type { Dice } from './dice.ts';
import type { Story } from './story.ts';

/** Something a person needs. */
export interface Need extends Record<string, unknown> {
  readonly needCode: string;
  readonly domain: string;
  readonly severity: string;
  readonly status: string;
}

/** What stands in a case beside its course. */
export interface Details {
  readonly profile: {
    readonly language: string;
    readonly sex: string;
    readonly roles: readonly string[];
    readonly householdBand: string;
  } & Readonly<Record<string, unknown>>;
  readonly situation: { readonly careArrangement: string | null };
  readonly needs: readonly Need[];
  readonly notes: readonly string[];
}

/** Notes as they should be: what was agreed, nothing by which anybody could be found. */
const notes = [
  'Home visit as agreed. Next contact set.',
  'Spoke by telephone; all goes as planned.',
  'Asked about the school place; answer expected next week.',
  'Papers are with the registry. Will ask again.',
  'Support for the caregiver discussed and wanted.',
  'Would like to join a sports group nearby.',
  'Appointment for the health check confirmed.',
];
const usualNeeds = {
  infant: ['birth-registration', 'health-check', 'parenting-support', 'early-learning'],
  pupil: ['school-place', 'catch-up-learning', 'language-support', 'psychosocial-support', 'community-link', 'birth-registration'],
  youth: ['vocational-training', 'identity-document', 'psychosocial-support', 'peer-activity', 'stigma-support'],
  adult: ['income-support', 'residence-registration', 'job-support', 'housing', 'psychosocial-support', 'health-care', 'legal-advice'],
} as const;

/** Draws what fits the person. */
export function detailsOf(story: Story, dice: Dice, reference: Reference): Details {
  return {
    profile: profileOf(story, dice),
    situation: { careArrangement: careOf(story, dice), ...livingOf(story, dice) },
    needs: needsOf(story, dice, reference),
    notes: dice.inHundred(40) ? [dice.oneOf(notes)] : [],
  };
}

function profileOf({ returnee }: Story, dice: Dice): Details['profile'] {
  const { kind, sex, age, parents, isGirlMother } = returnee;
  const language = dice.weighted({ tg: 74, uz: 14, ru: 7, ar: 2, ky: 2, other: 1 });
  const asWoman = dice.inHundred(85) ? ['caregiver', 'mother'] : [];
  const asChild = ['child', ...(isGirlMother ? ['caregiver', 'mother'] : []), ...(parents === 'none' ? ['unaccompanied'] : [])];
  return {
    sex,
    language,
    interpreterNeeded: language === 'ar' || language === 'other',
    householdBand: dice.weighted({ '1': 3, '2-3': 27, '4-5': 40, '6+': 30 }),
    disabilityFlag: dice.inHundred(10) ? null : dice.inHundred(8),
    roles: kind === 'child' ? asChild : asWoman,
    origin: age <= 6 ? dice.weighted({ abroad: 90, home: 10 }) : dice.weighted({ abroad: 20, home: 80 }),
    preferredWorkerSex: sex === 'female' && age >= 12 ? dice.weighted({ female: 50, 'no-preference': 50 }) : null,
  };
}

function careOf({ returnee, phase, ageNow }: Story, dice: Dice): string | null {
  if (returnee.kind === 'woman' || ageNow >= 18) return null;
  if (phase === 'P2') return 'residential-care';
  if (returnee.parents === 'none') return dice.weighted({ 'kinship-care': 65, 'residential-care': 20, 'foster-care': 15 });
  if (returnee.parents === 'absent') return dice.weighted({ 'kinship-care': 75, 'residential-care': 20, 'adult-sibling': 5 });
  return 'with-parents';
}

function livingOf({ returnee, phase, ageNow }: Story, dice: Dice): object {
  const isAdult = ageNow >= 18;
  return {
    schoolState: returnee.kind === 'woman' ? null : schoolOf(ageNow, dice),
    livelihoodState: isAdult
      ? dice.weighted({
          'supported-by-relatives': 30,
          'benefits-only': 25,
          'casual-work': 20,
          'in-training': 12,
          'steady-work': 8,
          'no-income': 5,
        })
      : 'not-applicable',
    housingState:
      phase === 'P2' ? 'temporary-centre' : dice.weighted({ 'with-relatives': 50, secure: 20, rented: 18, overcrowded: 9, 'at-risk': 3 }),
  };
}

function schoolOf(age: number, dice: Dice): string {
  if (age < 3) return 'not-of-age';
  if (age < 7) return dice.weighted({ preschool: 50, 'not-of-age': 50 });
  if (age < 18) return dice.weighted({ enrolled: 62, 'catching-up': 20, 'enrolled-provisionally': 8, 'not-enrolled': 7, 'left-school': 3 });
  return dice.weighted({ completed: 70, 'left-school': 30 });
}

function needsOf({ returnee, ageNow, stage }: Story, dice: Dice, reference: Reference): Details['needs'] {
  const age = ageNow >= 18 ? 'adult' : ageNow >= 15 ? 'youth' : ageNow >= 5 ? 'pupil' : 'infant';
  // Each child without parents here needs a guardian; each whose mother is elsewhere, word from her.
  const ofCare = returnee.parents === 'none' ? ['guardianship'] : returnee.parents === 'absent' ? ['contact-with-parent'] : [];
  const codes = [...ofCare, ...dice.shuffled(usualNeeds[age]).slice(0, dice.between(1, 3))];
  const open = stage === 'registered' || stage === 'assessed';
  return codes.map((needCode) => ({
    needCode,
    domain: reference.code('need', needCode).domain,
    severity: dice.weighted({ some: 55, serious: 38, urgent: 7 }),
    status: open ? 'open' : stage === 'closed' ? 'met' : dice.weighted({ open: 30, 'being-met': 45, met: 22, 'not-wanted': 3 }),
  }));
}
