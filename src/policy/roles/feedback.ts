import { on, type Grant } from '../../access/role.ts';
import { FeedbackBatchRecord } from '../../modules/feedback/index.ts';

/** What everybody has who helps people: slips on which those people say how it was. What they say is nobody's to read but in numbers. */
export const printsFeedback: readonly Grant[] = [
  on(FeedbackBatchRecord, 'myUnit', { see: ['facts'] }),
  on(FeedbackBatchRecord, 'printedByMe', { create: true }),
];
