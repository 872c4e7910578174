import type { Awaited } from './referral-clock.entity.ts';
import type { Referral } from './referral.entity.ts';
import { fruitlessStates, openStates } from './referral.lifecycle.ts';

/** What of a referral says for what it waits. */
type Standing = Pick<Referral, 'status' | 'seenAt' | 'holdUntil' | 'awaitsSender' | 'awaitsRecipient'>;

/** Whether a referral still waits for this, as far as its own row says; for the rest, whoever it waits for says when it is over. */
export function awaits({ status, seenAt, holdUntil, awaitsSender, awaitsRecipient }: Standing, what: Awaited): boolean {
  const isOpen = openStates.includes(status);
  switch (what) {
    case 'seen':
      return status === 'sent' && seenAt === null;
    case 'decided':
      return status === 'sent';
    case 'at-work':
      return status !== 'sent' && isOpen;
    case 'hold-over':
      return status === 'on_hold' && holdUntil !== null;
    case 'answer-of-sender':
      return isOpen && awaitsSender;
    case 'answer-of-recipient':
      return isOpen && awaitsRecipient;
    case 'dispute':
      // What was given can be wrong whatever has become of the referral since.
      return true;
    case 'unsent':
      return status === 'draft';
    case 'next-step':
      return fruitlessStates.includes(status);
  }
}
