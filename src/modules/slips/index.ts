/** Referrals to units that have no accounts here: what they are asked on, and how they answer. */
export { SlipsModule } from './slips.module.ts';
export { SlipRecord } from './slip.record.ts';
export { SlipLocked, SlipMissing } from './slip.events.ts';
