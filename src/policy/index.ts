/** The law: one file for each role, and nothing about rights anywhere else. */
import type { Role } from '../access/role.ts';
import { administrator } from './roles/administrator.ts';
import { auditor } from './roles/auditor.ts';
import { coordinator } from './roles/coordinator.ts';
import { focalPoint } from './roles/focal-point.ts';
import { ministryOfficer } from './roles/ministry-officer.ts';
import { partnerWorker } from './roles/partner-worker.ts';
import { privacyOfficer } from './roles/privacy-officer.ts';
import { socialWorker } from './roles/social-worker.ts';
import { specialist } from './roles/specialist.ts';
import { supervisor } from './roles/supervisor.ts';
import { system } from './roles/system.ts';

export { clientScopes } from './client-scopes.ts';

export const roles: readonly Role[] = [
  socialWorker,
  supervisor,
  partnerWorker,
  ministryOfficer,
  focalPoint,
  administrator,
  specialist,
  coordinator,
  privacyOfficer,
  auditor,
  system,
];
