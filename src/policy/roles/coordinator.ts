import { on, role } from '../../access/role.ts';
import { institutionsGrants } from '../../modules/identity/index.ts';
import { hearing } from '../../modules/notifications/index.ts';
import { LoopAgeingRecord, LoopFigureRecord } from '../../modules/reporting/index.ts';
import { FeedbackFigureRecord } from '../../modules/feedback/index.ts';
import { TaskChainRecord, TaskLoadRecord } from '../../modules/tasks/index.ts';

/** Watches over the national effort in figures; sees no case. */
export const coordinator = role(
  'coordinator',
  'p_coordinator',
  'Watches over the national effort in figures; sees no case.',
  on(TaskChainRecord, 'all', { see: ['figures'] }),
  on(TaskLoadRecord, 'all', { see: ['figures'] }),
  on(LoopFigureRecord, 'all', { see: ['figures'] }),
  on(LoopAgeingRecord, 'all', { see: ['figures'] }),
  on(FeedbackFigureRecord, 'all', { see: ['figures'] }),
  ...hearing,
  ...institutionsGrants,
);
