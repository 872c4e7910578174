/** Referrals to units that have no accounts here: what they are asked on, and how they answer. */
export { SlipsModule } from './slips.module.ts';
export { SlipRecord } from './slip.record.ts';
/** How pages for people without an account look, and a link as a picture: theirs for whoever else has such pages. */
export { refusalPage } from './pages/door.ts';
export { framed } from './pages/frame.ts';
export { squareOf } from './pages/square.ts';
export { SlipLocked, SlipMissing } from './slip.events.ts';
