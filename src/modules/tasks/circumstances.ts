import type { TASK_CIRCUMSTANCES } from '../../platform/reference/agreement-tasks.ts';
import type { Portrait } from '../cases/index.ts';

const withoutParent = [
  ...['customary-caregiver', 'adult-sibling', 'kinship-care', 'foster-care', 'residential-care', 'kafala'],
  ...['living-alone-supported', 'headed-by-child', 'unrelated-adult', 'no-care'],
];
const papers = ['birth-registration', 'identity-document', 'residence-registration', 'citizenship', 'provisional-access'];
const needs =
  (...codes: readonly string[]) =>
  ({ openNeeds }: Portrait): boolean =>
    codes.some((code) => openNeeds.includes(code));
const lives =
  (...arrangements: readonly string[]) =>
  ({ careArrangement }: Portrait): boolean =>
    careArrangement !== null && arrangements.includes(careArrangement);
/** Nothing in a case says so yet: whoever knows it makes the task by hand. */
const unknown = (): boolean => false;

/** What a case tells of a person, by which a template applies to them. */
export const circumstances: Readonly<Record<(typeof TASK_CIRCUMSTANCES)[number], (of: Portrait) => boolean>> = {
  'birth-registration-needed': needs('birth-registration'),
  'papers-missing': needs(...papers),
  'citizenship-in-doubt': needs('citizenship'),
  'without-parent': (of) => of.roles.includes('unaccompanied') || lives(...withoutParent)(of),
  'in-kinship-or-foster-care': lives('kinship-care', 'foster-care'),
  caregiver: ({ roles }) => roles.includes('caregiver') || roles.includes('mother'),
  'ever-married-or-mother': ({ roles }) => roles.includes('mother'),
  'best-interests-asked': unknown,
  'household-head': unknown,
  'parent-abroad': unknown,
};
