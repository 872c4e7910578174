import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aFullDesk, aGivenTask, aTeamTask, newTask, walked } from '../support/tasks.ts';
import { aTeam, atOnce } from '../support/teams.ts';
import { newConsent, World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

describe('A task from the case team to another agency and back', () => {
  it('is done by a unit that gets what it needs to know, never sees the case, and is found done by another person', async () => {
    const { worker, supervisor } = await aTeam(world);
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id: caseId, code } = await world.aCase(worker);
    const asked = { ...newTask, toUnitId: officer.unitId };
    expect((await worker.post(`/cases/${caseId}/tasks`, asked)).body).toMatchObject({ status: 409, scopes: ['share'] });
    await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
    const made = await worker.post(`/cases/${caseId}/tasks`, asked);
    expect(made.body).toMatchObject({ status: 'open', caseId, ownerUnitId: officer.unitId, ofTeam: false, dueOn: '2026-03-18' });
    const path = `/tasks/${made.body.id}`;

    const inbox = await officer.get('/tasks?status=open&sort=dueOn');
    expect(inbox.body.items.map(({ id }: { id: string }) => id)).toEqual([made.body.id]);
    expect(inbox.body.items[0]).not.toHaveProperty('package');
    const claimed = await officer.post(`${path}/claim`);
    expect(claimed.body).toMatchObject({ status: 'claimed', package: { ageBand: '6-11', sex: 'female', language: 'tg' } });
    expect(claimed.body).not.toHaveProperty('caseId');
    for (const secret of [caseId, code, '2015-Q3', '2026-02-20', worker.id]) expect(claimed.text).not.toContain(secret);

    await walked([officer, `${path}/begin`], [officer, `${path}/block`, { reason: 'papers-from-elsewhere' }], [officer, `${path}/resume`]);
    await house.clock.moveTo(new Date('2026-03-03T04:00:00Z'));
    const done = await officer.post(`${path}/complete`, { evidenceCode: 'enrolled', evidenceText: 'From Monday in the second grade.' });
    expect(done.body).toMatchObject({ status: 'done', evidenceCode: 'enrolled', meta: { can: [] } });
    await walked([worker, `${path}/return`, { reason: 'evidence-missing' }], [officer, `${path}/begin`]);
    await house.clock.moveTo(new Date('2026-03-05T04:00:00Z'));
    await walked([officer, `${path}/complete`, { evidenceCode: 'document-issued' }]);
    expect((await supervisor.post(`${path}/verify`)).body).toMatchObject({ status: 'verified', verifiedById: supervisor.id });
    const reopened = await worker.post(`${path}/reopen`, { reason: 'undone-since' });
    expect(reopened.body.roundHours).toHaveLength(2);
    expect(reopened.body).toMatchObject({ status: 'returned', reason: 'undone-since' });
    const timeline = await worker.get(`/cases/${caseId}/timeline?limit=100`);
    const kinds = (timeline.body.items as { kind: string }[]).map(({ kind }) => kind).filter((kind) => kind.startsWith('task-'));
    expect(kinds.sort()).toEqual([
      ...['task-blocked', 'task-done', 'task-done', 'task-opened', 'task-reopened', 'task-resumed', 'task-returned', 'task-verified'],
    ]);
  });

  it('is taken on by one of many who try at once', async () => {
    const worker = await world.someone('social-worker');
    const unit = await world.aUnit('education');
    const officers = [await world.someone('ministry-officer', unit), await world.someone('ministry-officer', unit)];
    const { id } = await aGivenTask(world, worker, officers[0]!);
    let n = 0;
    expect(await atOnce(20, () => officers[n++ % 2]!.post(`/tasks/${id}/claim`))).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
  });

  it('goes to a unit that does such things, on a day to come, and once', async () => {
    const { worker, partner } = await aTeam(world);
    const officer = await world.someone('ministry-officer', await world.aUnit('interior'));
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/consents`, { ...newConsent, recipientIds: [officer.agencyId, partner.agencyId] });
    const refused: readonly [object, string, string][] = [
      [{ ...newTask, toUnitId: officer.unitId }, 'toUnitId', 'not-a-doer'],
      [{ ...newTask, toUnitId: worker.unitId }, 'toUnitId', 'not-a-doer'],
      [newTask, 'toUnitId', 'missing'],
      [{ template: 'T-16', dueOn: '2026-02-01' }, 'dueOn', 'in-the-past'],
      [{ template: 'T-99', dueOn: '2026-03-18' }, 'template', 'not-a-code'],
    ];
    for (const [body, field, code] of refused) {
      const reply = await worker.post(`/cases/${id}/tasks`, body);
      expect([reply.status, reply.body.errors[0].field, reply.body.errors[0].code]).toEqual([400, field, code]);
    }
    const asked = { template: 'T-46', toUnitId: partner.unitId, dueOn: '2026-03-15' };
    // A Sunday: due on the next day that is worked.
    expect((await worker.post(`/cases/${id}/tasks`, asked)).body).toMatchObject({ status: 'open', dueOn: '2026-03-16' });
    expect((await worker.post(`/cases/${id}/tasks`, asked)).body.type).toContain('task-already-open');
  });

  it('depends on what no data answer, and somebody has to say that it is so', async () => {
    const { worker } = await aTeam(world);
    const office = await world.someone('ministry-officer', await world.aUnit('labour'));
    const { id } = await world.aCase(worker, { birthQuarter: '1990-Q1', sex: 'female' });
    await worker.post(`/cases/${id}/consents`, { ...newConsent, givenBy: 'person', assent: undefined, recipientIds: [office.agencyId] });
    const asked = { template: 'T-41', toUnitId: office.unitId, dueOn: '2026-03-18' };
    const refused = await worker.post(`/cases/${id}/tasks`, { ...asked, confirmed: ['own-wish'] });
    expect(refused.body).toMatchObject({ status: 409, conditions: ['childcare-solved'] });
    const made = await worker.post(`/cases/${id}/tasks`, { ...asked, confirmed: ['own-wish', 'childcare-solved'] });
    expect(made.body).toMatchObject({ status: 'open', confirmed: ['own-wish', 'childcare-solved'] });
  });
});

describe('A task that the team does itself', () => {
  it('is moved by the worker of the case alone, and found done by the supervisor', async () => {
    const { worker, supervisor, colleague } = await aTeam(world);
    const { id, caseId } = await aTeamTask(world, worker);
    const path = `/tasks/${id}`;
    expect((await colleague.get(path)).status).toBe(404);
    expect((await supervisor.post(`${path}/claim`)).status).toBe(403);
    await walked([worker, `${path}/claim`]);
    // The case goes to another worker, and the task with it.
    await walked([supervisor, `/cases/${caseId}/assign`, { workerId: colleague.id }]);
    expect((await worker.post(`${path}/begin`)).status).toBe(404);
    await walked([colleague, `${path}/begin`], [colleague, `${path}/complete`, { evidenceCode: 'assessment-made' }]);
    expect((await colleague.post(`${path}/verify`)).body).toMatchObject({ status: 403 });
    await walked([supervisor, `${path}/verify`]);
  });

  it('cannot be found done by another worker of the same agency who did not do it, but by who answers for the team', async () => {
    const { worker, supervisor } = await aTeam(world);
    const beside = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Beside', 'TJ-SU') RETURNING id`,
      [worker.agencyId],
    );
    const officer = await world.someone('ministry-officer', { unitId: beside[0]!.id, agencyId: worker.agencyId });
    const { id: caseId } = await world.aCase(worker);
    await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [worker.agencyId] });
    const made = await worker.post(`/cases/${caseId}/tasks`, { template: 'T-25', toUnitId: officer.unitId, dueOn: '2026-03-18' });
    const path = `/tasks/${made.body.id}`;
    await walked([officer, `${path}/claim`], [officer, `${path}/complete`, { evidenceCode: 'visit-made' }]);
    expect((await worker.post(`${path}/verify`)).status).toBe(403);
    await walked([supervisor, `${path}/verify`]);
  });
});

describe('The focal point', () => {
  it('gives a task to a colleague, and passes it on to another unit of the agency, where what was shared opens anew', async () => {
    const worker = await world.someone('social-worker');
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const [colleague, focal] = [await world.someone('ministry-officer', officer), await world.someone('focal-point', officer)];
    const [unit] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Khujand', 'TJ-SU') RETURNING id`,
      [officer.agencyId],
    );
    const there = await world.someone('ministry-officer', { unitId: unit!.id, agencyId: officer.agencyId });
    const stranger = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id } = await aGivenTask(world, worker, officer);
    const path = `/tasks/${id}`;
    await walked([officer, `${path}/claim`]);
    expect((await focal.post(`${path}/give`, { personId: stranger.id })).body.errors[0].code).toBe('not-of-the-unit');
    await walked([focal, `${path}/give`, { personId: colleague.id }]);
    expect((await officer.post(`${path}/begin`)).body.type).toContain('task-claimed');
    expect((await focal.post(`${path}/pass-on`, { unitId: stranger.unitId })).body.errors[0].code).toBe('not-of-the-agency');
    expect((await focal.post(`${path}/pass-on`, { unitId: officer.unitId })).body.type).toContain('task-already-there');
    await walked([focal, `${path}/pass-on`, { unitId: there.unitId }]);
    expect((await officer.get(path)).status).toBe(404);
    expect((await there.post(`${path}/claim`)).body).toMatchObject({ status: 'claimed', package: { sex: 'female' } });
    const seen = await focal.get(path);
    expect(seen.body).toMatchObject({ ownerUnitId: there.unitId });
    expect(seen.body).not.toHaveProperty('package');
  });
});

describe('What was shared for a task', () => {
  it('closes with the consent, and the task ends', async () => {
    const worker = await world.someone('social-worker');
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id, consentId } = await aGivenTask(world, worker, officer);
    await walked([officer, `/tasks/${id}/claim`], [worker, `/consents/${consentId}/withdraw`]);
    const after = await officer.get(`/tasks/${id}`);
    expect(after.body).toMatchObject({ status: 'cancelled', reason: 'consent-withdrawn', packageOpen: false });
    expect(after.body).not.toHaveProperty('package');
  });

  it('stays closed for a task that was done before the consent ended, even if it is given back', async () => {
    const worker = await world.someone('social-worker');
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const focal = await world.someone('focal-point', officer);
    const { id, consentId } = await aGivenTask(world, worker, officer);
    await walked([officer, `/tasks/${id}/claim`], [officer, `/tasks/${id}/complete`, { evidenceCode: 'enrolled' }]);
    await walked([worker, `/consents/${consentId}/withdraw`], [worker, `/tasks/${id}/return`, { reason: 'not-complete' }]);
    await walked([focal, `/tasks/${id}/give`, { personId: focal.id }], [focal, `/tasks/${id}/begin`]);
    expect((await focal.get(`/tasks/${id}`)).body).not.toHaveProperty('package');
  });
});

describe('A case with tasks', () => {
  it('is not closed while another agency works on one; what is the team’s own ends with it', async () => {
    const { worker, supervisor } = await aTeam(world);
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id, caseId } = await aGivenTask(world, worker, officer);
    const own = await worker.post(`/cases/${caseId}/tasks`, { template: 'T-16', dueOn: '2026-03-18' });
    const asked = { reason: 'goals-met' };
    expect((await worker.post(`/cases/${caseId}/request-closure`, asked)).body).toMatchObject({ status: 409, open: 1 });
    await walked([worker, `/tasks/${id}/cancel`, { reason: 'need-met' }], [worker, `/cases/${caseId}/request-closure`, asked]);
    await walked([supervisor, `/cases/${caseId}/close`]);
    expect((await worker.get(`/tasks/${own.body.id}`)).body).toMatchObject({ status: 'cancelled', reason: 'case-closed' });
    expect((await worker.post(`/cases/${caseId}/tasks`, { template: 'T-16', dueOn: '2026-03-18' })).status).toBe(409);
  });
});

describe('Who has much to do', () => {
  it('takes on one more only with a reason', async () => {
    const worker = await world.someone('social-worker');
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id } = await aGivenTask(world, worker, officer);
    await aFullDesk(house, id, officer.id);
    expect((await officer.post(`/tasks/${id}/claim`)).body).toMatchObject({ status: 409, open: 25, limit: 25 });
    const claimed = await officer.post(`/tasks/${id}/claim`, { overLimitReason: 'urgent' });
    expect(claimed.body).toMatchObject({ status: 'claimed', overLimitReason: 'urgent' });
  });
});
