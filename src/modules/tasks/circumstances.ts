import type { TASK_CIRCUMSTANCES } from '../../platform/reference/agreement-tasks.ts';
import type { Portrait } from '../cases/index.ts';

/** A person as the circumstances see them: at the edge of a quarter somebody may be both child and adult. */
export interface Person extends Portrait {
  readonly mayBeAdult: boolean;
  readonly mayBeChild: boolean;
}

const withoutParent = [
  ...['customary-caregiver', 'adult-sibling', 'kinship-care', 'foster-care', 'residential-care', 'kafala'],
  ...['living-alone-supported', 'headed-by-child', 'unrelated-adult', 'no-care'],
];
const papers = ['birth-registration', 'identity-document', 'residence-registration', 'citizenship', 'provisional-access'];
const needs =
  (...codes: readonly string[]) =>
  ({ openNeeds }: Person): boolean =>
    codes.some((code) => openNeeds.includes(code));
const lives =
  (...arrangements: readonly string[]) =>
  ({ careArrangement }: Person): boolean =>
    careArrangement !== null && arrangements.includes(careArrangement);
const lacksParent = (of: Person): boolean => of.roles.includes('unaccompanied') || lives(...withoutParent)(of);
const cares = ({ roles }: Person): boolean => roles.includes('caregiver') || roles.includes('mother');
/**
 * Who stands for a household, as long as households are not recorded: the adult who cares for others in it, or lives alone. Never a child,
 * and nobody who came back unaccompanied.
 */
const headsHousehold = (of: Person): boolean =>
  of.mayBeAdult && !of.roles.includes('unaccompanied') && (cares(of) || of.householdBand === '1');

/** What a case tells of a person on a day, by which a template applies to them. */
export const circumstances: Readonly<Record<(typeof TASK_CIRCUMSTANCES)[number], (of: Person) => boolean>> = {
  'birth-registration-needed': needs('birth-registration'),
  'papers-missing': needs(...papers),
  'citizenship-in-doubt': needs('citizenship'),
  'without-parent': lacksParent,
  'in-kinship-or-foster-care': lives('kinship-care', 'foster-care'),
  caregiver: cares,
  'ever-married-or-mother': ({ roles }) => roles.includes('mother'),
  // Whoever has no parent here gets a guardian, or is placed: neither without a best-interests record.
  'best-interests-asked': lacksParent,
  'household-head': headsHousehold,
  // The family that takes in a child without a parent has no case of its own: the child stands for itself.
  'household-head-or-alone': (of) => headsHousehold(of) || (of.mayBeChild && lacksParent(of)),
  'household-head-or-woman': (of) => headsHousehold(of) || (of.mayBeAdult && of.sex === 'female'),
};
