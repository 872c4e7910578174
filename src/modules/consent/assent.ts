import { invalidInput } from '../../kernel/problem.ts';
import type { AssentRule } from '../../platform/reference.ts';

/** What was said, by whom. */
export interface Agreement {
  readonly givenBy: string;
  readonly form: string;
  readonly assent: string | null;
}

const ownWord = new Set(['informed-consent', 'consent']);
const needsAssent = new Set(['oral-assent', 'written-assent']);

/** Refuses an agreement that does not count at this age: the rules are reference data, of common practice (legal review pending). */
export function refuseUnfitAgreement({ child, caregiver }: AssentRule, { givenBy, form, assent }: Agreement): void {
  if (givenBy === 'person' && !ownWord.has(child)) throw invalidInput({ field: 'givenBy', code: 'too-young-to-consent' });
  if (givenBy !== 'person' && caregiver === 'none') throw invalidInput({ field: 'givenBy', code: 'adult-consents-alone' });
  if (givenBy !== 'person' && caregiver === 'written-consent' && givenBy !== 'worker-best-interests' && form !== 'written')
    throw invalidInput({ field: 'form', code: 'must-be-written' });
  // A child of this age assents in writing: what is only spoken holds no such answer.
  if (child === 'written-assent' && form !== 'written') throw invalidInput({ field: 'form', code: 'must-be-written' });
  if (needsAssent.has(child) && assent !== 'given')
    throw invalidInput({ field: 'assent', code: assent === 'refused' ? 'child-refused' : 'assent-needed' });
  if (child === 'informed-consent' && givenBy !== 'person' && assent !== 'given')
    throw invalidInput({ field: 'assent', code: 'assent-needed' });
}
