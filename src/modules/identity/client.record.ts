import { fixed, record } from '../../access/record.ts';
import { ClientKey } from './client-key.entity.ts';
import { ApiClient } from './client.entity.ts';
import { clientRoles, clientScopeNames } from './client-scopes.ts';

/** Who lets which program in, and for what. */
export const ClientRecord = record('client', ApiClient, {
  codes: { role: clientRoles, scopes: clientScopeNames },
  fields: {
    id: fixed('facts'),
    name: fixed('facts'),
    role: fixed('facts'),
    unitId: fixed('facts'),
    agencyId: fixed('facts'),
    scopes: fixed('facts'),
    addresses: fixed('facts'),
    madeById: fixed('facts'),
    madeAt: fixed('facts'),
    active: fixed('facts'),
    version: fixed('internal'),
  },
  scopes: { all: {} },
  deeds: ['issue-key', 'revoke'],
});

/** Which keys a program has, since when and until when. */
export const ClientKeyRecord = record('client-key', ClientKey, {
  fields: {
    id: fixed('facts'),
    clientId: fixed('facts'),
    prefix: fixed('facts'),
    madeById: fixed('facts'),
    madeAt: fixed('facts'),
    expiresAt: fixed('facts'),
    lastUsedAt: fixed('facts'),
    revokedAt: fixed('facts'),
    version: fixed('internal'),
  },
  scopes: { all: {} },
  deeds: ['revoke'],
});
