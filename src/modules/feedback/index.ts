/** What people who were helped say of the help, without a name; and complaints, which pass nobody complained about. */
export { FeedbackModule } from './feedback.module.ts';
export { ComplaintRecord } from './complaint.record.ts';
export { FeedbackBatchRecord, FeedbackFigureRecord } from './feedback.record.ts';
export { ComplaintWaits } from './complaint.events.ts';
