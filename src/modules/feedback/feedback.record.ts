import { fixed, my, record } from '../../access/record.ts';
import { everListed } from '../../platform/shipped-reference.ts';
import { FeedbackBatch, FeedbackFigure } from './feedback.entity.ts';

/** Slips that a unit printed. */
export const FeedbackBatchRecord = record('feedback-batch', FeedbackBatch, {
  codes: { serviceType: everListed('service-type') },
  fields: {
    id: fixed('facts'),
    agencyId: fixed('facts'),
    unitId: fixed('facts'),
    serviceType: fixed('facts'),
    size: fixed('facts'),
    printedById: fixed('facts'),
    printedOn: fixed('facts'),
    expiresOn: fixed('facts'),
    version: fixed('internal'),
  },
  scopes: {
    myUnit: { unitId: my('unitId') },
    printedByMe: { unitId: my('unitId'), agencyId: my('agencyId'), printedById: my('userId') },
  },
});

/** What people said, in numbers that tell of nobody. */
export const FeedbackFigureRecord = record('feedback-figure', FeedbackFigure, {
  codes: { serviceType: everListed('service-type') },
  fields: {
    id: fixed('figures'),
    agencyId: fixed('figures'),
    serviceType: fixed('figures'),
    fromMonth: fixed('figures'),
    beforeMonth: fixed('figures'),
    answers: fixed('figures'),
    respected: fixed('figures'),
    helped: fixed('figures'),
    free: fixed('figures'),
    askedForSomething: fixed('figures'),
  },
  scopes: { all: {} },
});
