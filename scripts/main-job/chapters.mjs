// The main job, chapter by chapter, in the order of the work.
import { closure } from './closure.mjs';
import { consent } from './consent.mjs';
import { followUp } from './follow-up.mjs';
import { ministryReferral } from './ministry-referral.mjs';
import { partnerReferral } from './partner-referral.mjs';
import { register } from './register.mjs';
import { risk } from './risk.mjs';

/** Each has a title, the routes it needs, and how it goes; `story` holds the people and what they made so far. */
export const chapters = [register, consent, risk, ministryReferral, partnerReferral, followUp, closure];
