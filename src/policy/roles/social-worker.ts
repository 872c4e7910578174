import { on, role } from '../../access/role.ts';
import {
  CaseRecord,
  ChangeRecord,
  ClinicalRecord,
  DisclosureRecord,
  HealthRecord,
  NeedRecord,
  NoteRecord,
  ProtectionRecord,
  TimelineRecord,
} from '../../modules/cases/index.ts';
import { ConsentRecord } from '../../modules/consent/index.ts';
import { DeliveryRecord } from '../../modules/deliveries/index.ts';
import { FollowUpRecord } from '../../modules/follow-ups/index.ts';
import { DelegationRecord, peopleGrants } from '../../modules/identity/index.ts';
import { hearing } from '../../modules/notifications/index.ts';
import { ConsentOverrideRecord, ReferralMessageRecord, ReferralRecord } from '../../modules/referrals/index.ts';
import { SlipRecord } from '../../modules/slips/index.ts';
import { TaskRecord } from '../../modules/tasks/index.ts';
import { seesProtocols } from './protocols.ts';
import { seesServices } from './services.ts';
import { printsFeedback } from './voice.ts';

/** Manages the cases given to them, and no other. */
export const socialWorker = role(
  'social-worker',
  'p_social_worker',
  'Manages the cases given to them, and no other.',
  on(CaseRecord, 'mine', {
    see: ['F0', 'F1', 'F2', 'F9', 'team', 'anchor'],
    edit: ['F0', 'F1', 'F2', 'anchor'],
    do: [
      'set-risk',
      'move-phase',
      'assess',
      'plan',
      'activate',
      'review',
      'hold',
      'resume',
      'request-closure',
      'add-need',
      'add-note',
      'add-disclosure',
      'add-protection',
      'add-consent',
      'refer',
      're-route',
      'add-task',
    ],
    create: true,
  }),
  on(CaseRecord, 'mineSealed', { do: ['unseal'] }),
  on(NeedRecord, 'mine', { see: ['F2'], edit: ['F2'], create: true }),
  on(NoteRecord, 'mine', { see: ['F6'], create: true }),
  on(HealthRecord, 'mine', { see: ['F3a'] }),
  on(HealthRecord, 'mineOpen', { see: ['F3a'], edit: ['F3a'], create: true }),
  on(ClinicalRecord, 'mineOpen', { see: ['F3b'], create: true }),
  on(DisclosureRecord, 'writtenOnMine', { see: ['F3c'], edit: ['F3c'], do: ['name-readers'], create: true }),
  on(DisclosureRecord, 'written', { see: ['F3c'], edit: ['F3c'], do: ['name-readers'] }),
  on(DisclosureRecord, 'namedOnMine', { see: ['F3c'] }),
  on(DisclosureRecord, 'namedInUnit', { see: ['F3c'] }),
  on(ProtectionRecord, 'mine', { see: ['F5', 'F5-level'], edit: ['F5', 'F5-level'], create: true }),
  on(ConsentRecord, 'mine', { see: ['F9'], do: ['withdraw'], create: true }),
  on(ReferralRecord, 'mine', {
    see: ['reference', 'facts', 'source', 'disclosure', 'approval'],
    do: ['request-approval', 'request-override', 'send', 'issue-slip', 'cancel', 're-route', 'write', 'enter-in-error'],
    create: true,
  }),
  on(ReferralMessageRecord, 'mine', { see: ['message'] }),
  on(ReferralMessageRecord, 'writtenOnMine', { see: ['author'], create: true }),
  on(ReferralMessageRecord, 'writtenToMe', { do: ['mark-read'] }),
  on(SlipRecord, 'mine', { see: ['facts'], do: ['void'], create: true }),
  on(ConsentOverrideRecord, 'mine', { see: ['facts', 'source'], create: true }),
  on(TaskRecord, 'mine', {
    see: ['reference', 'facts', 'source', 'disclosure'],
    do: ['release', 'drop', 'verify', 'return', 'reopen', 'cancel'],
    create: true,
  }),
  on(TaskRecord, 'mineToDo', { do: ['claim', 'unclaim', 'begin', 'block', 'resume', 'complete'] }),
  on(DeliveryRecord, 'mine', { see: ['service', 'answer'], do: ['confirm', 'dispute'] }),
  on(DeliveryRecord, 'mineSealed', { do: ['agree'] }),
  on(FollowUpRecord, 'mine', { see: ['F0', 'F2'], do: ['complete', 'waive', 'reschedule'] }),
  on(TimelineRecord, 'mine', { see: ['entry'], create: true }),
  on(ChangeRecord, 'mine', { see: ['entry'] }),
  ...hearing,
  ...seesServices,
  ...printsFeedback,
  ...seesProtocols,
  on(DelegationRecord, 'given', { see: ['cover'], do: ['end'], create: true }),
  on(DelegationRecord, 'covering', { see: ['cover'] }),
  ...peopleGrants,
);
