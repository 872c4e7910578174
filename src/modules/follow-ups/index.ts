/** The schedule of contacts with the person, the ledger of reminders, and who hears of what was missed. */
export { FollowUpsModule } from './follow-ups.module.ts';
export { DispatchRecord, FollowUpRecord } from './follow-up.record.ts';
export { FollowUpReminderDue } from './follow-up.events.ts';
