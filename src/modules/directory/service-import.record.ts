import { fixed, record } from '../../access/record.ts';
import { ServiceImport } from './service-import.entity.ts';
import { serviceImportLifecycle } from './service-import.lifecycle.ts';

/** Packages of services that others publish, for whoever keeps the directory. */
export const ServiceImportRecord = record('service-import', ServiceImport, {
  codes: { format: ['documents', 'tables', 'archive'] },
  fields: {
    id: fixed('facts'),
    agencyId: fixed('facts'),
    receivingUnitId: fixed('facts'),
    format: fixed('facts'),
    status: fixed('facts'),
    findings: fixed('facts'),
    plan: fixed('facts'),
    documents: fixed('internal'),
    checkedById: fixed('facts'),
    checkedAt: fixed('facts'),
    committedAt: fixed('facts'),
    version: fixed('internal'),
  },
  scopes: { all: {} },
  lifecycle: serviceImportLifecycle,
});
