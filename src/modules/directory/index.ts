/** Who offers what to whom, where, and whether there is room. */
export { DirectoryModule } from './directory.module.ts';
export { Directory, type Offer } from './directory.ts';
export { ServiceGrewStale, ServiceRoomTold } from './service.events.ts';
export { ServiceImportRecord } from './service-import.record.ts';
export { ServiceRecord } from './service.record.ts';
export { keptSite } from './sites.ts';
