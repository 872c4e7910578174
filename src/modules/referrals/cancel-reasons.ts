import { Injectable } from '@nestjs/common';
import { invalidInput } from '../../kernel/problem.ts';
import { Reference } from '../../platform/reference.ts';

/** Why a referral may be called off, by whom: a provider does not say that the case was closed, nor a sender that the service was stopped. */
@Injectable()
export class CancelReasons {
  constructor(private readonly reference: Reference) {}

  /** Refuses a reason that is not of this side; consent has deeds of its own. */
  refuseThoseOfOthers(reason: string, side: 'sender' | 'supervisor' | 'recipient'): void {
    const ofSide = this.reference.codes('referral-cancel-reason').filter(({ by }) => by.includes(side));
    const allowed = ofSide.map(({ id }) => id);
    if (!allowed.includes(reason)) throw invalidInput({ field: 'reason', code: 'not-a-code', params: { allowed } });
  }
}
