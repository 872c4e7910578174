/** What the person, and who cares for a child, agreed to, and that it can be taken back at once; what agencies agreed to share. */
export { ConsentModule } from './consent.module.ts';
export { ConsentRecord } from './consent.record.ts';
export { Consents } from './consents.ts';
export { ProtocolEnds, ProtocolWaits } from './protocol.events.ts';
export { ProtocolRecord } from './protocol.record.ts';
export { type AgreedGroups, SharingProtocols } from './sharing-protocols.ts';
export { ConsentEnds, ConsentExpired, ConsentRecorded, ConsentWithdrawn } from './consent.events.ts';
