import { fixed, record } from '../../access/record.ts';
import { LoopAgeing, LoopFigure } from './loop-figures.entity.ts';

/** How the loop goes, agency by agency. */
export const LoopFigureRecord = record('loop-figure', LoopFigure, {
  fields: {
    id: fixed('figures'),
    agencyId: fixed('figures'),
    drawnAt: fixed('figures'),
    open: fixed('figures'),
    unseen: fixed('figures'),
    unseenLate: fixed('figures'),
    undecided: fixed('figures'),
    undecidedLate: fixed('figures'),
    onHold: fixed('figures'),
    sent: fixed('figures'),
    decided: fixed('figures'),
    decidedLate: fixed('figures'),
    rejected: fixed('figures'),
    completed: fixed('figures'),
    failed: fixed('figures'),
    reRouted: fixed('figures'),
    hoursToSeen: fixed('figures'),
    hoursToDecision: fixed('figures'),
    daysToFirstService: fixed('figures'),
  },
  scopes: { all: {} },
});

/** Since when what is undecided waits. */
export const LoopAgeingRecord = record('loop-ageing', LoopAgeing, {
  fields: {
    id: fixed('figures'),
    agencyId: fixed('figures'),
    fromDays: fixed('figures'),
    toDays: fixed('figures'),
    waiting: fixed('figures'),
    drawnAt: fixed('figures'),
  },
  scopes: { all: {} },
});
