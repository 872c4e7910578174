import { fixed, my, part, record } from '../../access/record.ts';
import { everListed, taskTemplateIds } from '../../platform/shipped-reference.ts';
import { caseScopeFields, caseScopes } from '../cases/index.ts';
import { TaskPackage, TaskSource } from './task-parts.entity.ts';
import { Task } from './task.entity.ts';
import { heldStates, ownersStates, readingStates, taskLifecycle, workingStates } from './task.lifecycle.ts';

/** A task as either side sees it: `source` is the case team's alone, `disclosure` its owner's while the package is open. */
export const TaskRecord = record('task', Task, {
  codes: {
    template: taskTemplateIds,
    fromTemplate: taskTemplateIds,
    waitsFor: taskTemplateIds,
    priority: everListed('case-priority'),
    overLimitReason: everListed('task-over-limit-reason'),
    reason: everListed('task-block-reason', 'task-return-reason', 'task-reopen-reason', 'task-cancel-reason'),
    evidenceCode: everListed('task-evidence'),
    confirmed: everListed('task-condition'),
  },
  fields: {
    ...caseScopeFields,
    id: fixed('reference'),
    code: fixed('reference'),
    ownerUnitId: fixed('reference'),
    ownerAgencyId: fixed('reference'),
    ofTeam: fixed('reference'),
    template: fixed('facts'),
    priority: fixed('facts'),
    status: fixed('facts'),
    dueOn: fixed('facts'),
    dueAt: fixed('facts'),
    openedAt: fixed('facts'),
    workedSince: fixed('facts'),
    claimedById: fixed('facts'),
    overLimitReason: fixed('facts'),
    reason: fixed('facts'),
    evidenceCode: fixed('facts'),
    evidenceText: fixed('facts'),
    doneAt: fixed('facts'),
    doneById: fixed('facts'),
    roundHours: fixed('facts'),
    endedAt: fixed('facts'),
    packageOpen: fixed('facts'),
    sharingEnded: fixed('internal'),
    workerId: fixed('source'),
    version: fixed('internal'),
  },
  parts: [
    part(TaskSource, 'taskId', {
      caseId: fixed('source'),
      fromTemplate: fixed('source'),
      occurrence: fixed('source'),
      waitsFor: fixed('source'),
      createdById: fixed('source'),
      consentId: fixed('source'),
      ageAtEdge: fixed('source'),
      confirmed: fixed('source'),
      verifiedById: fixed('source'),
      verifiedAt: fixed('source'),
    }),
    part(TaskPackage, 'taskId', { package: fixed('disclosure'), packageGroups: fixed('disclosure') }),
  ],
  scopes: {
    all: {},
    ...caseScopes,
    /** The worker's own case, and the worker's own to do. */
    mineToDo: { ...caseScopes.mine, ofTeam: true },
    coveredToDo: { ...caseScopes.covered, ofTeam: true },
    ownedByMyUnit: { ownerUnitId: my('unitId'), ofTeam: false, status: { $in: ownersStates } },
    openToMyUnit: { ownerUnitId: my('unitId'), ofTeam: false, status: { $in: readingStates }, packageOpen: true },
    ownedByMyAgency: { ownerAgencyId: my('agencyId'), ofTeam: false, status: { $in: ownersStates } },
  },
  lifecycle: taskLifecycle,
  deeds: ['give', 'close-package', 'reschedule', 'release-claim'],
  deedsFrom: { give: workingStates, 'release-claim': heldStates },
});
