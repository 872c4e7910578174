/** Requests to other agencies, what was shared for them, and what came of them. */
export { ReferralsModule } from './referrals.module.ts';
export { ReferralRecord } from './referral.record.ts';
export { ConsentOverrideRecord } from './consent-override.record.ts';
export { ConsentOverrideMoved } from './consent-override.events.ts';
export { ReferralAnswered, ReferralCompleted, ReferralSent } from './referral.events.ts';
export { servingStates } from './referral.lifecycle.ts';
export { type Referral } from './referral.entity.ts';
export { disclosedBy, Disclosure, type Disclosed } from './disclosure.ts';
export { Sources } from './sources.ts';
export { ServiceDays } from './service-days.ts';
export { UnseenReferrals } from './unseen-referrals.ts';
