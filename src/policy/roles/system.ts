import { on, role } from '../../access/role.ts';
import { CaseRecord, TimelineRecord } from '../../modules/cases/index.ts';
import { ConsentRecord, ProtocolRecord } from '../../modules/consent/index.ts';
import { DeliveryRecord } from '../../modules/deliveries/index.ts';
import { ServiceRecord } from '../../modules/directory/index.ts';
import { DispatchRecord, FollowUpRecord } from '../../modules/follow-ups/index.ts';
import { ClientRecord, DelegationRecord, institutionsGrants, PersonRecord } from '../../modules/identity/index.ts';
import {
  GaugeRecord,
  MailHoursRecord,
  MailRecord,
  NotificationRecord,
  WebhookMessageRecord,
  WebhookRecord,
} from '../../modules/notifications/index.ts';
import { ConsentOverrideRecord, ReferralClockRecord, ReferralRecord } from '../../modules/referrals/index.ts';
import { SlipRecord } from '../../modules/slips/index.ts';
import { TaskClockRecord, TaskRecord } from '../../modules/tasks/index.ts';
import { ComplaintRecord } from '../../modules/feedback/index.ts';

/** Works by the clock, or for somebody within their deed: plans, reminds, escalates. Of a case it knows the routing and the consents. */
export const system = role(
  'system',
  'p_system',
  'Works by the clock, or for somebody within their deed: plans, reminds, escalates.',
  on(CaseRecord, 'all', { see: ['F0'], do: ['expire-risk', 'leave-health-to', 'hand-over-sealed'] }),
  on(TimelineRecord, 'all', { create: true }),
  on(FollowUpRecord, 'all', { see: ['F0'], do: ['fall-due', 'miss', 'plan-anew', 'fulfil', 'waive'], create: true }),
  on(DispatchRecord, 'all', { see: ['ledger'], do: ['settle'], create: true }),
  // Whose case a referral is of, and on which consent, because what stands on a consent ends with it; never what was shared.
  on(ConsentRecord, 'all', { see: ['F9'], do: ['expire', 'remind'] }),
  on(ProtocolRecord, 'all', { see: ['facts', 'ledger'], do: ['remind'] }),
  on(ReferralRecord, 'all', {
    see: ['reference', 'facts', 'source', 'approval'],
    do: [
      'close-package',
      'note-arrival',
      'note-not-reached',
      'note-next-step',
      'remind',
      'pass-on',
      'release-claim',
      'expire',
      'offer-place',
    ],
  }),
  on(ReferralClockRecord, 'all', { see: ['ledger'], do: ['run-on'], create: true }),
  // What nobody has confirmed or disputed in time.
  on(DeliveryRecord, 'all', { see: ['service'], do: ['fall-overdue'], create: true }),
  // For whoever brought the slip of a referral, and for nobody else: the database asks which slip the deed is done with.
  on(ReferralRecord, 'all', { do: ['see', 'accept', 'reject', 'complete', 'fail'] }),
  on(SlipRecord, 'all', { see: ['facts'], do: ['present', 'lock', 'expire'] }),
  on(ConsentOverrideRecord, 'all', { see: ['facts', 'source'], do: ['decline', 'fall-overdue', 'remind'] }),
  // Whom to turn to for a service, how soon it answers, and whether anybody still stands by it.
  on(ServiceRecord, 'all', {
    see: ['facts', 'room', 'contacts', 'figures', 'ledger'],
    do: ['note-acceptance', 'note-queue', 'note-stale'],
  }),
  on(NotificationRecord, 'all', { see: ['own'], do: ['correct-count'], create: true }),
  on(MailHoursRecord, 'all', { see: ['own'] }),
  on(MailRecord, 'all', { see: ['delivery'], create: true, do: ['send', 'put-off', 'refuse', 'give-up', 'bounce', 'delay'] }),
  on(GaugeRecord, 'all', { see: ['gauge'], create: true }),
  // Which programs are to be told, of what, and whether they still may be.
  on(ClientRecord, 'all', { see: ['facts'] }),
  on(WebhookRecord, 'all', { see: ['facts'], do: ['disable', 'call'] }),
  on(WebhookMessageRecord, 'all', {
    see: ['delivery', 'message'],
    create: true,
    do: ['send', 'drop', 'put-off', 'give-up'],
  }),
  // Whom to tell, where mail reaches them, and who stands in for somebody who has left.
  on(PersonRecord, 'all', { see: ['id', 'facts', 'contact'], do: ['count-bounce'] }),
  on(DelegationRecord, 'all', { see: ['cover'] }),
  on(TaskRecord, 'all', {
    see: ['reference', 'facts', 'source'],
    do: ['close-package', 'release', 'cancel', 'drop', 'pass-on', 'release-claim', 'reschedule'],
    create: true,
  }),
  on(TaskClockRecord, 'all', { see: ['ledger'], do: ['run-on'], create: true }),
  // Who deals with a complaint, and by when; never what comes of it.
  on(ComplaintRecord, 'all', { see: ['facts', 'ledger'], do: ['remind'] }),
  ...institutionsGrants,
);
