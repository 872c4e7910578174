/** The schedule of contacts with the person, the ledger of reminders, and who hears of what was missed. */
export { Agenda, type Due, type Outlook } from './agenda.ts';
export { FollowUps } from './follow-ups.ts';
export { FollowUpsModule } from './follow-ups.module.ts';
export { DispatchRecord, FollowUpRecord } from './follow-up.record.ts';
export { ConcernFoundAfterClosure, FollowUpReminderDue, type Addressee } from './follow-up.events.ts';
