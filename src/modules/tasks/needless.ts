import { Code } from '../../platform/input.ts';
import { shippedReference } from '../../platform/shipped-reference.ts';

/** Consent has deeds of its own, and so has the closing of a case. */
const ofOthers = ['consent-withdrawn', 'consent-expired', 'case-closed'];

/** Why nobody has to do it. */
export class Needless {
  @Code(() =>
    shippedReference()
      .ids('task-cancel-reason')
      .filter((id) => !ofOthers.includes(id)),
  )
  reason: string;
}
