import { role } from '../../access/role.ts';
import { receiving } from './receiving.ts';

/** Answers for the ministry's desk: takes referrals on, serves, reports the outcome; never sees a case. */
export const ministryOfficer = role(
  'ministry-officer',
  'p_ministry',
  "Answers for a ministry's desk: takes referrals on, serves, reports the outcome; never sees a case.",
  ...receiving,
);
