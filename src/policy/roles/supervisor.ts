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
import { printsFeedback } from './feedback.ts';

/** Answers for a team: assigns its cases, approves what takes two. Reads the team's cases unless one is sealed. */
export const supervisor = role(
  'supervisor',
  'p_supervisor',
  'Answers for a team: assigns its cases, approves what takes two.',
  on(CaseRecord, 'myTeam', {
    see: ['F0', 'F1', 'F2', 'F9', 'team', 'anchor'],
    do: ['assign', 'seal', 'close', 'refuse-closure', 'reopen', 'add-task', 're-route'],
  }),
  on(NeedRecord, 'myTeam', { see: ['F2'] }),
  on(NoteRecord, 'myTeam', { see: ['F6'] }),
  on(HealthRecord, 'myTeam', { see: ['F3a'] }),
  on(ClinicalRecord, 'myTeamOpen', { see: ['F3b'] }),
  on(DisclosureRecord, 'namedSupervisor', { see: ['F3c'] }),
  on(ProtectionRecord, 'myTeam', { see: ['F5', 'F5-level'], edit: ['F5-level'] }),
  on(ConsentRecord, 'myTeam', { see: ['F9'] }),
  // What they make is instead of what nobody answered; whatever else is asked of others, the worker asks.
  on(ReferralRecord, 'myTeam', {
    see: ['reference', 'facts', 'source', 'disclosure', 'approval'],
    do: ['approve', 'decline', 'issue-slip', 'recall', 're-route'],
    create: true,
  }),
  on(ReferralMessageRecord, 'myTeam', { see: ['message'] }),
  on(ReferralMessageRecord, 'writtenInMyTeam', { see: ['author'] }),
  on(SlipRecord, 'myTeam', { see: ['facts'], do: ['void', 'record-answer'], create: true }),
  on(ConsentOverrideRecord, 'myTeam', { see: ['facts', 'source'], do: ['approve', 'decline'] }),
  on(TaskRecord, 'myTeam', {
    see: ['reference', 'facts', 'source', 'disclosure'],
    do: ['release', 'drop', 'verify', 'return', 'reopen', 'cancel'],
    create: true,
  }),
  on(DeliveryRecord, 'myTeam', { see: ['service', 'answer'], do: ['agree', 'dispute', 'withdraw'], create: true }),
  on(FollowUpRecord, 'myTeam', { see: ['F0', 'F2'] }),
  on(TimelineRecord, 'myTeam', { see: ['entry'], create: true }),
  on(ChangeRecord, 'myTeam', { see: ['entry'] }),
  ...hearing,
  ...seesServices,
  ...printsFeedback,
  ...seesProtocols,
  on(DelegationRecord, 'myUnit', { see: ['cover'], do: ['end'], create: true }),
  ...peopleGrants,
);
