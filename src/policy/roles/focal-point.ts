import { on, role } from '../../access/role.ts';
import { ReferralRecord } from '../../modules/referrals/index.ts';
import { TaskRecord } from '../../modules/tasks/index.ts';
import { receiving } from './receiving.ts';
import { keepsServices } from './services.ts';

/** Sees to it that nothing sent to the ministry's desk stays with somebody who is away; never sees a case. */
export const focalPoint = role(
  'focal-point',
  'p_ministry',
  "Sees to it that nothing sent to the ministry's desk stays with somebody who is away; never sees a case.",
  on(ReferralRecord, 'sentToMyUnit', { do: ['take-over'] }),
  on(TaskRecord, 'ownedByMyAgency', { see: ['reference', 'facts'], do: ['give', 'pass-on'] }),
  ...receiving,
  ...keepsServices,
);
