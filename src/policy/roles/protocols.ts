import { on, type Grant } from '../../access/role.ts';
import { ProtocolRecord } from '../../modules/consent/index.ts';

/** What everybody has who shares or receives: what their own agency agreed on, either way. */
export const seesProtocols: readonly Grant[] = [
  on(ProtocolRecord, 'fromMyAgency', { see: ['facts'] }),
  on(ProtocolRecord, 'toMyAgency', { see: ['facts'] }),
];
