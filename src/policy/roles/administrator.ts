import { on, role } from '../../access/role.ts';
import { ProtocolRecord } from '../../modules/consent/index.ts';
import { ServiceImportRecord, ServiceRecord } from '../../modules/directory/index.ts';
import {
  AgencyRecord,
  ClientKeyRecord,
  ClientRecord,
  InstitutionChangeRecord,
  PersonRecord,
  UnitRecord,
} from '../../modules/identity/index.ts';
import {
  GaugeRecord,
  GivenUpPromiseRecord,
  hearing,
  MailRecord,
  WebhookMessageRecord,
  WebhookRecord,
} from '../../modules/notifications/index.ts';

/** Keeps the accounts and the directory of services, and sees nothing of the cases they are for. */
export const administrator = role(
  'administrator',
  'p_admin',
  'Opens agencies and units, keeps the directory of services, gives people their accounts and takes them away; sees no case.',
  on(AgencyRecord, 'all', { see: ['id', 'facts'], edit: ['facts'], do: ['close', 'reopen'], create: true }),
  on(UnitRecord, 'all', { see: ['id', 'facts', 'reach'], edit: ['facts', 'reach'], do: ['place', 'close', 'reopen'], create: true }),
  on(InstitutionChangeRecord, 'all', { see: ['facts'] }),
  on(ServiceRecord, 'all', {
    see: ['facts', 'room', 'contacts', 'figures', 'source'],
    edit: ['facts', 'contacts'],
    do: ['renew', 'export'],
    create: true,
  }),
  on(ServiceImportRecord, 'all', { see: ['facts'], do: ['commit'], create: true }),
  on(ProtocolRecord, 'all', { see: ['facts'], do: ['end'], create: true }),
  ...hearing,
  // Whether mail reaches people, never what it says.
  on(MailRecord, 'all', { see: ['delivery'], do: ['replay'] }),
  on(PersonRecord, 'all', {
    see: ['id', 'facts', 'account', 'contact'],
    edit: ['contact'],
    create: true,
    do: ['invite', 'move', 'deactivate', 'suspend', 'reinstate'],
  }),
  on(ClientRecord, 'all', { see: ['facts'], create: true, do: ['issue-key', 'revoke'] }),
  on(ClientKeyRecord, 'all', { see: ['facts'], do: ['revoke'] }),
  on(WebhookRecord, 'all', { see: ['facts'], create: true, do: ['disable', 'enable', 'ping', 'rotate-secret'] }),
  on(WebhookMessageRecord, 'all', { see: ['delivery'], do: ['replay'] }),
  on(WebhookMessageRecord, 'trials', { create: true }),
  on(GaugeRecord, 'all', { see: ['gauge'] }),
  on(GivenUpPromiseRecord, 'all', { see: ['promise'], do: ['ring-again'] }),
);
