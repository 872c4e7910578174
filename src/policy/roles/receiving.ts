import { on, type Grant } from '../../access/role.ts';
import { DeliveryRecord, GroupSessionRecord } from '../../modules/deliveries/index.ts';
import { peopleGrants } from '../../modules/identity/index.ts';
import { hearing } from '../../modules/notifications/index.ts';
import { ReferralMessageRecord, ReferralRecord } from '../../modules/referrals/index.ts';
import { TaskRecord } from '../../modules/tasks/index.ts';
import { seesProtocols } from './protocols.ts';
import { seesServices } from './services.ts';
import { printsFeedback } from './feedback.ts';

/** What everybody has who serves returnees for another agency: referrals and tasks of their unit, and what was shared for those they took on. */
export const receiving: readonly Grant[] = [
  on(ReferralRecord, 'sentToMyUnit', {
    see: ['reference', 'facts'],
    do: ['see', 'claim', 'unclaim', 'accept', 'reject', 'hold', 'resume', 'complete', 'fail', 'cancel', 'deliver', 'write'],
  }),
  on(ReferralRecord, 'openToMyUnit', { see: ['disclosure'] }),
  on(ReferralMessageRecord, 'openToMyUnit', { see: ['message'] }),
  on(ReferralMessageRecord, 'writtenByMyUnit', { see: ['author'], create: true }),
  on(ReferralMessageRecord, 'writtenToMyUnit', { do: ['mark-read'] }),
  on(TaskRecord, 'ownedByMyUnit', { see: ['reference', 'facts'], do: ['claim', 'unclaim', 'begin', 'block', 'resume', 'complete'] }),
  on(TaskRecord, 'openToMyUnit', { see: ['disclosure'] }),
  on(DeliveryRecord, 'ours', { see: ['service', 'author'], do: ['correct'], create: true }),
  on(GroupSessionRecord, 'ours', { see: ['session'], create: true }),
  ...hearing,
  ...seesServices,
  ...seesProtocols,
  ...printsFeedback,
  ...peopleGrants,
];
