import { lifecycle } from '../../kernel/lifecycle.ts';

export type DeliveryStatus = 'recorded' | 'late' | 'confirmed' | 'disputed' | 'corrected';

/** States in which nobody of the sender's side has said yet whether it was so. */
export const unansweredStates: readonly DeliveryStatus[] = ['recorded', 'late'];

/**
 * What one side logs, the other confirms or disputes; a mistake is put right by another row. What was logged later than the
 * limit (`timers.json`: `delivery.backDateDays`) waits for the supervisor, not for the worker.
 */
export const deliveryLifecycle = lifecycle<DeliveryStatus>()('delivery', {
  confirm: { from: ['recorded'], to: 'confirmed' },
  agree: { from: ['late'], to: 'confirmed' },
  dispute: { from: ['recorded', 'late', 'confirmed'], to: 'disputed' },
  correct: { from: ['recorded', 'late', 'confirmed', 'disputed'], to: 'corrected' },
  // By the sender's side, where nobody who gave it can be asked to correct it.
  withdraw: { from: ['disputed'], to: 'corrected' },
});
