import { on, role } from '../../access/role.ts';
import { CaseRecord, ClinicalRecord, DisclosureRecord, HealthRecord } from '../../modules/cases/index.ts';
import { receiving } from './receiving.ts';

/** Assesses and treats returnees who were referred to the unit: of a case in its care the routing and the health, and of no other anything. */
export const specialist = role(
  'specialist',
  'p_specialist',
  'Assesses and treats returnees who were referred to the unit; of a case in its care sees where it stands and the health.',
  ...receiving,
  on(CaseRecord, 'inOurCare', { see: ['F0'] }),
  on(HealthRecord, 'inOurCare', { see: ['F3a'], edit: ['F3a'], create: true }),
  on(ClinicalRecord, 'inOurCare', { see: ['F3b'], create: true }),
  on(DisclosureRecord, 'namedSpecialist', { see: ['F3c'] }),
);
