import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { fieldsIn } from '../../src/access/compile.ts';
import { matrixOf, statesOf } from '../../src/access/matrix.ts';
import { Plan } from '../../src/access/plan.ts';
import { coveredByMe, type Has, type My } from '../../src/access/record.ts';
import { Policy, type Grant } from '../../src/access/role.ts';
import { clientScopes, roles } from '../../src/policy/index.ts';

const policy = new Policy(roles);
const ofCases = new Set(['case', 'need', 'note', 'follow-up', 'consent', 'health-summary', 'clinical-entry', 'protection']);
const recipients = ['partner-worker', 'ministry-officer', 'focal-point'];
const grantsOf = (role: string, record?: string): Grant[] =>
  policy.role(role).grants.filter((grant) => record === undefined || grant.record.name === record);
const ofCasesTo = (role: string): Grant[] => grantsOf(role).filter(({ record }) => ofCases.has(record.name));
const where = (grants: readonly Grant[]): unknown[] => grants.map(({ record, scope }) => record.scopes[scope]);
const people = roles.filter(({ persona }) => persona !== 'p_system');

describe('what a lawyer would ask', () => {
  it('the committed documents say what the law says: npm run docs', () => {
    expect(readFileSync('docs/access-matrix.md', 'utf8')).toBe(matrixOf(roles, clientScopes));
    expect(readFileSync('docs/states.md', 'utf8')).toBe(statesOf(roles));
  });

  it('an administrator sees no case', () => {
    expect(ofCasesTo('administrator')).toEqual([]);
  });

  it.each(recipients)('a %s sees no case, and of a referral neither its source nor anything sent to others', (name) => {
    expect(ofCasesTo(name)).toEqual([]);
    expect(
      grantsOf(name, 'referral')
        .flatMap(({ see }) => see)
        .filter((group) => group === 'source'),
    ).toEqual([]);
    for (const conditions of where(grantsOf(name, 'referral'))) expect(conditions).toMatchObject({ toUnitId: { property: 'unitId' } });
  });

  it.each(recipients)('a %s reads a disclosure only of what was accepted, and only while the package is open', (name) => {
    const disclosing = grantsOf(name, 'referral').filter(({ see }) => see.includes('disclosure'));
    expect(disclosing.length).toBeGreaterThan(0);
    const accepted = ['accepted', 'in_progress', 'on_hold', 'completed', 'failed'];
    for (const conditions of where(disclosing)) expect(conditions).toMatchObject({ packageOpen: true, status: { $in: accepted } });
  });

  it('a social worker sees own cases, and unsealed ones of the unit whose worker they stand in for; nothing else of anybody’s case', () => {
    const all = where(ofCasesTo('social-worker'));
    const covered = all.filter((conditions) => (conditions as { workerId?: unknown }).workerId === coveredByMe);
    expect(covered.length).toBeGreaterThan(0);
    expect(covered.length).toBeLessThan(all.length);
    for (const conditions of covered) expect(conditions).toMatchObject({ unitId: { property: 'unitId' }, sealed: false });
    for (const conditions of all) if (!covered.includes(conditions)) expect(conditions).toMatchObject({ workerId: { property: 'id' } });
  });

  it('whoever stands in opens no case in another’s name, reads no disclosure of others, and does nothing that the worker may not', () => {
    const isCovered = ({ record, scope }: Grant): boolean => Object.values(record.scopes[scope] ?? {}).includes(coveredByMe);
    const covered = grantsOf('social-worker').filter(isCovered);
    const own = grantsOf('social-worker').filter((grant) => !isCovered(grant));
    expect(covered.filter(({ record, create }) => create && record.name === 'case')).toEqual([]);
    expect(covered.filter(({ record, see }) => record.name === 'case-disclosure' && see.length > 0)).toEqual([]);
    for (const part of ['see', 'edit', 'do'] as const)
      for (const { record, ...grant } of covered)
        expect(own.filter((each) => each.record === record).flatMap((each) => each[part])).toEqual(
          expect.arrayContaining([...grant[part]]),
        );
  });

  it('a supervisor sees the cases of the own team, and never a sealed one', () => {
    expect(ofCasesTo('supervisor').length).toBeGreaterThan(0);
    for (const conditions of where(ofCasesTo('supervisor')))
      expect(conditions).toMatchObject({ supervisorUnitId: { property: 'unitId' }, sealed: false });
  });

  it('a supervisor edits nothing in a case but the state of the safety plan, and opens none', () => {
    const written = ofCasesTo('supervisor').filter(({ edit, create }) => edit.length > 0 || create);
    expect(written.flatMap(({ record, edit }) => fieldsIn(record, edit, true))).toEqual(['safetyPlanState']);
  });

  it('a specialist sees of a case where it stands and the health, only in their care, and never of a sealed one', () => {
    expect(ofCasesTo('specialist').map(({ record, see }) => [record.name, ...see])).toEqual([
      ['case', 'F0'],
      ['health-summary', 'F3a'],
      ['clinical-entry', 'F3b'],
    ]);
    for (const conditions of where(ofCasesTo('specialist')))
      expect(conditions).toEqual({ specialistUnitId: { property: 'unitId' }, sealed: false });
  });

  it('scores and clinical notes are the specialists’: a team has those alone that were written without any', () => {
    const holders = roles.filter(({ name }) => grantsOf(name, 'clinical-entry').length > 0).map(({ name }) => name);
    expect(holders).toEqual(['social-worker', 'supervisor', 'specialist']);
    for (const name of ['social-worker', 'supervisor'])
      for (const conditions of where(grantsOf(name, 'clinical-entry'))) expect(conditions).toMatchObject({ specialistsOnly: false });
  });

  it('what was told is read by its author and whom the author named, never by team, unit or office alone', () => {
    for (const { grants } of roles)
      for (const { record, scope, see } of grants.filter((grant) => grant.record.name === 'case-disclosure')) {
        const conditions = record.scopes[scope] as { authorId?: My; readerIds?: Has };
        if (see.length > 0) expect(conditions.authorId?.property ?? conditions.readerIds?.mine.property).toBe('id');
      }
  });

  it('who asks to share what is sensitive never is who approves it: no role may do both', () => {
    for (const { name } of roles) {
      const deeds = grantsOf(name, 'referral').flatMap((grant) => grant.do);
      expect(deeds.includes('request-approval') && deeds.includes('approve')).toBe(false);
      expect(deeds.includes('approve')).toBe(name === 'supervisor');
    }
  });

  it('who asks to share without a consent, who lets it go and who looks at it are three: no role may do two of it', () => {
    for (const { name } of roles) {
      const grants = grantsOf(name, 'consent-override');
      const deeds = grants.flatMap((grant) => grant.do);
      const parts = [grants.some(({ create }) => create), deeds.includes('approve'), deeds.includes('uphold') || deeds.includes('reverse')];
      expect([name, parts.filter((part) => part).length <= 1]).toEqual([name, true]);
    }
  });

  it('a privacy officer reads what was shared without a consent, and not of whose case', () => {
    const seen = grantsOf('privacy-officer').flatMap(({ record, see }) => see.map((group) => `${record.name} ${group}`));
    expect(seen.filter((each) => /^(case|referral|consent|consent-override|task|need) /.test(each))).toEqual(['consent-override facts']);
  });

  it('who asks for closure never is who approves it: no role may do both', () => {
    for (const { name } of roles) {
      const deeds = grantsOf(name, 'case').flatMap((grant) => grant.do);
      expect(deeds.includes('request-closure') && deeds.includes('close')).toBe(false);
    }
  });

  it('only a supervisor gives a case to somebody, closes it or takes it up again', () => {
    for (const deed of ['assign', 'close', 'reopen', 'refuse-closure']) {
      expect(roles.filter(({ name }) => grantsOf(name, 'case').some((grant) => grant.do.includes(deed))).map(({ name }) => name)).toEqual([
        'supervisor',
      ]);
    }
  });

  it('the system knows of a case where it stands and what was agreed to, and nothing about the person or of what was shared', () => {
    expect(grantsOf('system', 'case').map(({ see, edit, do: deeds, create }) => ({ see, edit, deeds, create }))).toEqual([
      { see: ['F0'], edit: [], deeds: ['expire-risk', 'leave-health-to', 'hand-over-sealed'], create: false },
    ]);
    const beside = ofCasesTo('system').flatMap(({ record, see }) =>
      see.filter((group) => group !== 'F0').map((group) => `${record.name} ${group}`),
    );
    expect(beside).toEqual(['consent F9']);
    expect(grantsOf('system', 'referral').flatMap(({ see }) => see)).not.toContain('disclosure');
  });

  it('only the owning team knows alias, exact days and birth quarter', () => {
    const knowing = roles.filter(({ name }) => grantsOf(name, 'case').some(({ see }) => see.includes('team') || see.includes('anchor')));
    expect(knowing.map(({ name }) => name)).toEqual(['social-worker', 'supervisor']);
  });

  it('no person sees every row of anything but the names of institutions and what they offer; accounts, programs and whether mail arrives are the administrator’s, the log the auditor’s, what agencies agreed on theirs and the privacy officer’s, safe figures the coordinator’s', () => {
    const boundless = people.flatMap(({ name, grants }) => {
      const all = grants.filter(({ record, scope }) => Object.keys(record.scopes[scope] ?? {}).length === 0);
      return all
        .filter(({ record }) => !['agency', 'unit', 'service', 'service-import'].includes(record.name))
        .map(({ record }) => `${name} ${record.name}`);
    });
    expect(boundless).toEqual([
      'administrator protocol',
      'administrator mail',
      'administrator person',
      'administrator client',
      'administrator client-key',
      'administrator webhook',
      'administrator webhook-message',
      'administrator gauge',
      'coordinator task-chain',
      'coordinator task-load',
      'coordinator loop-figure',
      'coordinator loop-ageing',
      'privacy-officer protocol',
      'privacy-officer consent-override',
      'auditor audit-event',
      'auditor protocol',
    ]);
  });

  it('nobody sees or edits what is internal', () => {
    expect(roles.flatMap(({ grants }) => grants.filter(({ see, edit }) => [...see, ...edit].includes('internal')))).toEqual([]);
  });

  it('nobody edits on a row what they do not see on that row', () => {
    const blind = roles.flatMap((role) =>
      role.grants.flatMap(({ record, scope, edit }) => {
        const shown = role.grants.filter((grant) => grant.record === record && grant.scope === scope).flatMap(({ see }) => see);
        return edit.filter((group) => !shown.includes(group)).map((group) => `${role.name} ${record.name} ${scope} ${group}`);
      }),
    );
    expect(blind).toEqual([]);
  });

  it('nobody sets a status, a scope or an owner by an edit: only deeds do', () => {
    const guarded = [
      'id',
      'code',
      'workerId',
      'unitId',
      'supervisorUnitId',
      'specialistUnitId',
      'sealed',
      'role',
      'agencyId',
      'personId',
      'caseId',
    ];
    const open = roles.flatMap(({ grants }) =>
      grants.flatMap(({ record, edit }) => {
        const closed = record.lifecycle === null ? guarded : [...guarded, 'status'];
        return fieldsIn(record, edit, true).filter((field) => closed.includes(field));
      }),
    );
    expect(open).toEqual([]);
  });

  it('nobody may delete: no such right exists', () => {
    expect(matrixOf(roles, clientScopes)).not.toMatch(/delete|remove|erase/i);
  });

  it('nobody does a deed on a row that does not exist for them', () => {
    for (const role of roles) {
      for (const record of new Set(role.grants.map((grant) => grant.record))) {
        const { visible, deeds, editable } = new Plan(role, record);
        const conditions = (scope: string): Readonly<Record<string, unknown>> => record.scopes[scope] ?? {};
        // What asks for more than a visible scope does is part of it.
        const isSeen = (scope: string): boolean =>
          visible.some((seen) =>
            Object.entries(conditions(seen)).every(([name, wanted]) => isDeepStrictEqual(conditions(scope)[name], wanted)),
          );
        for (const { scopes } of [...deeds, ...editable]) expect(scopes.filter((scope) => !isSeen(scope))).toEqual([]);
      }
    }
  });
});
