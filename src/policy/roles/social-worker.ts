import { on, role, type Grant } from '../../access/role.ts';
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
import { printsFeedback } from './feedback.ts';

/** The scopes of a worker's own cases, and of those they look after while a colleague is away. */
const own = { all: 'mine', open: 'mineOpen', toDo: 'mineToDo', written: 'writtenOnMine', heard: 'writtenToMe' } as const;
const covered = {
  all: 'covered',
  open: 'coveredOpen',
  toDo: 'coveredToDo',
  written: 'writtenOnCovered',
  heard: 'writtenToCovered',
} as const;

/** What a worker does on a case. Whoever stands in for them does the same, but opens none in their name and reads nothing told to them. */
const casework = (of: typeof own | typeof covered): Grant[] => [
  on(CaseRecord, of.all, {
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
    create: of === own,
  }),
  on(NeedRecord, of.all, { see: ['F2'], edit: ['F2'], create: true }),
  on(NoteRecord, of.all, { see: ['F6'], create: true }),
  on(HealthRecord, of.all, { see: ['F3a'] }),
  on(HealthRecord, of.open, { see: ['F3a'], edit: ['F3a'], create: true }),
  on(ClinicalRecord, of.open, { see: ['F3b'], create: true }),
  on(ProtectionRecord, of.all, { see: ['F5', 'F5-level'], edit: ['F5', 'F5-level'], create: true }),
  on(ConsentRecord, of.all, { see: ['F9'], do: ['withdraw'], create: true }),
  on(ReferralRecord, of.all, {
    see: ['reference', 'facts', 'source', 'disclosure', 'approval'],
    do: ['request-approval', 'request-override', 'send', 'issue-slip', 'cancel', 're-route', 'say-next-step', 'write', 'enter-in-error'],
    create: true,
  }),
  on(ReferralMessageRecord, of.all, { see: ['message'] }),
  on(ReferralMessageRecord, of.written, { see: ['author'], create: true }),
  on(ReferralMessageRecord, of.heard, { do: ['mark-read'] }),
  on(SlipRecord, of.all, { see: ['facts'], do: ['void', 'record-answer'], create: true }),
  on(ConsentOverrideRecord, of.all, { see: ['facts', 'source'], create: true }),
  on(TaskRecord, of.all, {
    see: ['reference', 'facts', 'source', 'disclosure'],
    do: ['release', 'drop', 'verify', 'return', 'reopen', 'cancel'],
    create: true,
  }),
  on(TaskRecord, of.toDo, { do: ['claim', 'unclaim', 'begin', 'block', 'resume', 'complete'] }),
  on(DeliveryRecord, of.all, { see: ['service', 'answer'], do: ['confirm', 'dispute'] }),
  on(FollowUpRecord, of.all, { see: ['F0', 'F2'], do: ['complete', 'waive', 'reschedule'] }),
  on(TimelineRecord, of.all, { see: ['entry'], create: true }),
  on(ChangeRecord, of.all, { see: ['entry'] }),
];

/** Manages the cases given to them, and for some days those of a colleague who is away. */
export const socialWorker = role(
  'social-worker',
  'p_social_worker',
  'Manages the cases given to them, and for some days those of a colleague who is away.',
  ...casework(own),
  ...casework(covered),
  on(CaseRecord, 'mineSealed', { do: ['unseal'] }),
  on(DisclosureRecord, 'writtenOnMine', { see: ['F3c'], edit: ['F3c'], do: ['name-readers'], create: true }),
  // What is told to whoever stands in they write down as theirs: it cannot wait, and what others wrote stays closed to them.
  on(DisclosureRecord, 'writtenOnCovered', { create: true }),
  on(DisclosureRecord, 'written', { see: ['F3c'], edit: ['F3c'], do: ['name-readers'] }),
  on(DisclosureRecord, 'namedOnMine', { see: ['F3c'] }),
  on(DisclosureRecord, 'namedInUnit', { see: ['F3c'] }),
  on(DeliveryRecord, 'mineSealed', { do: ['agree', 'withdraw'], create: true }),
  ...hearing,
  ...seesServices,
  ...printsFeedback,
  ...seesProtocols,
  on(DelegationRecord, 'given', { see: ['cover'], do: ['end'], create: true }),
  on(DelegationRecord, 'covering', { see: ['cover'] }),
  ...peopleGrants,
);
