import { AuditModule } from './modules/audit/index.ts';
import { CasesModule } from './modules/cases/index.ts';
import { ConsentModule } from './modules/consent/index.ts';
import { DeliveriesModule } from './modules/deliveries/index.ts';
import { DirectoryModule } from './modules/directory/index.ts';
import { FollowUpsModule } from './modules/follow-ups/index.ts';
import { IdentityModule } from './modules/identity/index.ts';
import { NotificationsModule } from './modules/notifications/index.ts';
import { ReferralsModule } from './modules/referrals/index.ts';
import { ReportingModule } from './modules/reporting/index.ts';
import { SlipsModule } from './modules/slips/index.ts';
import { TasksModule } from './modules/tasks/index.ts';
import { FeedbackModule } from './modules/feedback/index.ts';

/** Every room, for both roofs: what the API promises in a room, the worker keeps there. */
export const rooms = [
  IdentityModule,
  AuditModule,
  DirectoryModule,
  CasesModule,
  ConsentModule,
  ReferralsModule,
  SlipsModule,
  TasksModule,
  DeliveriesModule,
  FollowUpsModule,
  FeedbackModule,
  NotificationsModule,
  ReportingModule,
];
