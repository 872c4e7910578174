import { allow, clientScope, type ClientScope } from '../access/client-scope.ts';
import { DeliveryRecord, GroupSessionRecord } from '../modules/deliveries/index.ts';
import { AgencyRecord, UnitRecord, type ClientScopeName } from '../modules/identity/index.ts';
import { ReferralRecord } from '../modules/referrals/index.ts';
import { TaskRecord } from '../modules/tasks/index.ts';

const names = [allow(AgencyRecord, { see: ['id', 'facts'] }), allow(UnitRecord, { see: ['id', 'facts'] })];
const readReferrals = [allow(ReferralRecord, { see: ['reference', 'facts', 'disclosure'] }), ...names];

/** What a program of a ministry or a partner can be let do for its unit; never more than the role it acts in. */
export const clientScopes: Readonly<Record<ClientScopeName, ClientScope>> = {
  'referral:read': clientScope('reads what was asked of the unit, and what was shared for it', ...readReferrals),
  'referral:answer': clientScope(
    'reads what was asked of the unit, and answers it',
    allow(ReferralRecord, {
      see: ['reference', 'facts', 'disclosure'],
      do: ['see', 'claim', 'unclaim', 'accept', 'reject', 'hold', 'resume', 'complete', 'fail', 'cancel'],
    }),
    ...names,
  ),
  'delivery:read': clientScope(
    'reads what the unit has done for people',
    allow(DeliveryRecord, { see: ['service', 'author'] }),
    allow(GroupSessionRecord, { see: ['session'] }),
    ...names,
  ),
  'delivery:write': clientScope(
    'logs what the unit has done for people',
    allow(ReferralRecord, { see: ['reference', 'facts'], do: ['deliver'] }),
    allow(DeliveryRecord, { see: ['service', 'author'], do: ['correct'], create: true }),
    allow(GroupSessionRecord, { see: ['session'], create: true }),
    ...names,
  ),
  'task:read': clientScope(
    'reads what the unit has to do, and what was shared for it',
    allow(TaskRecord, { see: ['reference', 'facts', 'disclosure'] }),
    ...names,
  ),
  'task:do': clientScope(
    'reads what the unit has to do, takes it on and says that it is done',
    allow(TaskRecord, {
      see: ['reference', 'facts', 'disclosure'],
      do: ['claim', 'unclaim', 'begin', 'block', 'resume', 'complete'],
    }),
    ...names,
  ),
};
