import { on, type Grant } from '../../access/role.ts';
import { AgencyRecord } from './agency.record.ts';
import { InstitutionChangeRecord } from './institution-change.record.ts';
import { PersonRecord } from './person.record.ts';
import { UnitRecord } from './unit.record.ts';

/** Everybody who is signed in knows the institutions by name, and by the names they had. */
export const institutionsGrants: readonly Grant[] = [
  on(AgencyRecord, 'all', { see: ['id', 'facts'] }),
  on(UnitRecord, 'all', { see: ['id', 'facts', 'reach'] }),
  on(InstitutionChangeRecord, 'all', { see: ['facts'] }),
];

/** Whoever works in a unit also knows the colleagues there. */
export const peopleGrants: readonly Grant[] = [...institutionsGrants, on(PersonRecord, 'myUnit', { see: ['id', 'facts'] })];
