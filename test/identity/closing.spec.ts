import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Persona } from '../../src/platform/database/roles.ts';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { aGivenTask, walked } from '../support/tasks.ts';
import { aTeam, atOnce, type Team } from '../support/teams.ts';
import { told } from '../support/waiting.ts';
import { newCase, World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const merged = { reason: 'merged' };

let admin: Someone;
let team: Team;
beforeAll(async () => {
  admin = await world.someone('administrator');
  team = await aTeam(world);
}, 60_000);
beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

const open = async (agencyId: string, more: object = {}): Promise<string> => {
  const opened = await admin.post('/units', { agencyId, name: `Unit ${Math.random()}`, ...more });
  return (opened.body as { id: string }).id;
};
const close = (unitId: string): Promise<Reply> => admin.post(`/units/${unitId}/close`, merged);
const leave = async (who: Someone): Promise<void> => expect((await admin.post(`/people/${who.id}/deactivate`)).status).toBe(200);
/** An edit of what is as it was just read. */
const edit = async (path: string, change: object): Promise<Reply> =>
  admin.patch(path, change, { 'if-match': String((await admin.get(path)).headers.etag) });
const place = async (unitId: string, parentUnitId?: string): Promise<Reply> =>
  admin.post(`/units/${unitId}/place`, parentUnitId === undefined ? {} : { parentUnitId }, {
    'if-match': String((await admin.get(`/units/${unitId}`)).headers.etag),
  });
const asAdmin = async (text: string, values: unknown[]): Promise<string> =>
  (await rawly(house, admin, ['administrator', 'p_admin'], text, values)).refused ?? 'done';
const shut = `UPDATE unit SET active = false, closed_reason = 'merged' WHERE id = $1`;
const changesOf = async (query: string, who = admin): Promise<Record<string, unknown>[]> => {
  const { body } = await who.get(`/institution-changes?${query}&sort=at`);
  return body.items as Record<string, unknown>[];
};
/** An officer of a unit that lies under another one of the same agency. */
async function below(): Promise<{ above: Someone; officer: Someone }> {
  const above = await world.someone('ministry-officer', await world.aUnit('education'));
  const unitId = await open(above.agencyId, { parentUnitId: above.unitId });
  return { above, officer: await world.someone('ministry-officer', { unitId, agencyId: above.agencyId }) };
}

describe('An administrator', () => {
  it('renames an agency and a unit, moves the unit to another region and under another unit; what was, everybody can read', async () => {
    const { agencyId, unitId } = await world.aUnit();
    const beside = await open(agencyId);
    expect((await edit(`/agencies/${agencyId}`, { name: 'Ministry of Labour' })).body).toMatchObject({ name: 'Ministry of Labour' });
    expect((await edit(`/units/${unitId}`, { name: 'Khujand', region: 'TJ-SU' })).body).toMatchObject({ name: 'Khujand', region: 'TJ-SU' });
    expect((await place(unitId, beside)).body).toMatchObject({ parentUnitId: beside });
    expect((await place(unitId)).body).toMatchObject({ parentUnitId: null });
    const seen = (await changesOf(`unitId=${unitId}`, team.worker)).map(({ kind, was, became }) => [kind, was, became]);
    expect(seen.sort()).toEqual(
      [
        ['renamed', 'Unit', 'Khujand'],
        ['in-region', 'TJ-DU', 'TJ-SU'],
        ['placed', null, beside],
        ['placed', beside, null],
      ].sort(),
    );
    const [renamed] = await changesOf(`agencyId=${agencyId}&kind=renamed`);
    expect(renamed).toMatchObject({ unitId: null, became: 'Ministry of Labour' });
    expect(renamed).not.toHaveProperty('byId');
  });

  it('edits what is there, as it is: not what is stale, elsewhere, in a circle, or of another agency', async () => {
    const { agencyId, unitId } = await world.aUnit();
    const [child, stranger] = [await open(agencyId, { parentUnitId: unitId }), await world.aUnit()];
    const tag = { 'if-match': String((await admin.get(`/units/${unitId}`)).headers.etag) };
    await edit(`/units/${unitId}`, { name: 'Other' });
    expect((await admin.patch(`/units/${unitId}`, { name: 'Third' }, tag)).status).toBe(412);
    expect((await admin.post(`/units/${unitId}/place`, {}, tag)).status).toBe(412);
    expect((await admin.post(`/units/${unitId}/place`, {})).status).toBe(428);
    expect((await edit(`/units/${unitId}`, { region: 'KZ-10' })).body.errors).toMatchObject([{ code: 'unknown-region' }]);
    for (const parent of [child, unitId]) expect((await place(unitId, parent)).body.errors).toMatchObject([{ code: 'below-itself' }]);
    expect((await place(unitId, stranger.unitId)).body.errors).toMatchObject([{ code: 'unknown-unit' }]);
    expect((await edit(`/agencies/${agencyId}`, { country: 'KZ' })).status).toBe(403);
  });

  it('is the only one who does', async () => {
    const { agencyId, unitId } = await world.aUnit();
    for (const who of [team.worker, team.supervisor, await world.someone('coordinator')]) {
      expect((await who.post(`/units/${unitId}/close`, merged)).status).toBe(403);
      expect((await who.post(`/agencies/${agencyId}/close`, merged)).status).toBe(403);
      expect((await who.patch(`/agencies/${agencyId}`, { name: 'x' }, { 'if-match': '"x"' })).status).toBe(403);
    }
  });
});

describe('A unit is closed', () => {
  it('once nobody works there and its cases are settled, and looked after afterwards; how many there are is not said', async () => {
    const own = await aTeam(world);
    const { id: caseId } = await world.aCase(own.worker);
    const refused = await close(own.worker.unitId);
    expect(refused.body).toMatchObject({
      status: 409,
      type: '/problems/unit-in-use',
      people: 3,
      unsettled: ['accounts', 'cases', 'follow-ups'],
    });
    expect(refused.text).not.toContain(caseId);
    await house.rows(`UPDATE person SET active = false WHERE unit_id = $1`, [own.worker.unitId]);
    expect((await close(own.worker.unitId)).body).toMatchObject({ people: 0, unsettled: ['cases', 'follow-ups'] });
    await house.rows(`UPDATE case_core SET status = 'closed' WHERE id = $1`, [caseId]);
    expect((await close(own.worker.unitId)).body).toMatchObject({ people: 0, unsettled: ['follow-ups'] });
    expect(await asAdmin(shut, [own.worker.unitId])).toBe('42501');
    await house.rows(`UPDATE follow_up SET status = 'waived', waived_reason = 'unreachable' WHERE case_id = $1`, [caseId]);
    expect((await close(own.worker.unitId)).body).toMatchObject({
      active: false,
      closedReason: 'merged',
      meta: { can: ['place', 'close', 'reopen'] },
    });
    expect((await close(own.worker.unitId)).body.type).toBe('/problems/unit-not-active');
  });

  it('and takes none of its closed cases up again, before it is at work again itself', async () => {
    const own = await aTeam(world);
    const { id } = await world.aCase(own.worker);
    await house.rows(`UPDATE case_core SET status = 'closed' WHERE id = $1`, [id]);
    await house.rows(`UPDATE unit SET active = false, closed_reason = 'merged' WHERE id = $1`, [own.worker.unitId]);
    const refused = await own.supervisor.post(`/cases/${id}/reopen`);
    expect(refused.body).toMatchObject({ status: 409, type: '/problems/unit-not-active' });
    expect(refused.body.detail).toContain('ask an administrator');
    expect((await admin.post(`/units/${own.worker.unitId}/reopen`)).status).toBe(200);
    expect((await own.supervisor.post(`/cases/${id}/reopen`)).status).toBe(200);
  });

  it('and leaves what it was asked to the unit above it, at once', async () => {
    const { above, officer } = await below();
    const referral = await world.aSentReferral(team.worker, officer);
    const task = await aGivenTask(world, team.worker, officer);
    await walked([officer, `/referrals/${referral.id}/accept`], [officer, `/tasks/${task.id}/claim`]);
    await leave(officer);
    expect((await close(officer.unitId)).status).toBe(200);
    expect((await above.get(`/referrals/${referral.id}`)).body).toMatchObject({
      status: 'accepted',
      toUnitId: above.unitId,
      claimedById: null,
    });
    expect((await above.get(`/tasks/${task.id}`)).body).toMatchObject({ status: 'open', ownerUnitId: above.unitId, claimedById: null });
    expect([await told(above, referral.id), await told(above, task.id)]).toEqual([['passed-on'], ['arrived']]);
    expect(await changesOf(`unitId=${officer.unitId}&kind=closed`)).toMatchObject([{ reason: 'merged' }]);
  });

  it('not while no unit above it takes what is open: what there is of it is said', async () => {
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const referral = await world.aSentReferral(team.worker, officer);
    await aGivenTask(world, team.worker, officer);
    await leave(officer);
    expect((await close(officer.unitId)).body).toMatchObject({ people: 0, unsettled: ['referrals', 'tasks'] });
    const bySlip = await open(officer.agencyId, { worksWithoutAccounts: true });
    await place(officer.unitId, bySlip);
    // Nobody above has an account: a referral goes on by slip, a task cannot.
    expect((await close(officer.unitId)).body).toMatchObject({ unsettled: ['tasks'] });
    await edit(`/units/${bySlip}`, { worksWithoutAccounts: false });
    expect((await close(officer.unitId)).status).toBe(200);
    expect((await team.worker.get(`/referrals/${referral.id}`)).body.toUnitId).toBe(bySlip);
  });

  it('with its programs, which nobody calls any more', async () => {
    const { unitId } = await world.aUnit('education');
    const client = await admin.post('/clients', { name: 'Register', unitId, role: 'ministry-officer', scopes: ['referral:read'] });
    const hook = await admin.post('/webhooks', { clientId: client.body.id, url: 'https://partner.example/hook' });
    expect((await close(unitId)).status).toBe(200);
    expect((await admin.get(`/clients/${client.body.id}`)).body.active).toBe(false);
    expect((await admin.get(`/people/${client.body.id}`)).body.active).toBe(false);
    expect((await admin.get(`/webhooks/${hook.body.id}`)).body.status).toBe('disabled');
  });

  it('gets nothing any more, and stays readable', async () => {
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id: caseId } = await world.aSentReferral(team.worker, officer).then(async ({ id, caseId: of }) => {
      await walked([team.worker, `/referrals/${id}/cancel`, { reason: 'need-met' }]);
      return { id: of };
    });
    const asked = { toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'high' };
    const draft = await team.worker.post(`/cases/${caseId}/referrals`, asked);
    expect(draft.status).toBe(201);
    await leave(officer);
    expect((await close(officer.unitId)).status).toBe(200);
    expect((await team.worker.post(`/referrals/${draft.body.id}/send`)).body.type).toBe('/problems/unit-not-active');
    expect((await team.worker.post(`/cases/${caseId}/referrals`, asked)).body.errors).toMatchObject([{ field: 'toUnitId' }]);
    const person = { login: `n${Date.now()}`, displayName: 'Farida R.', role: 'ministry-officer', unitId: officer.unitId };
    expect((await admin.post('/people', person)).body.type).toBe('/problems/unit-not-active');
    const service = { receivingUnitId: officer.unitId, serviceType: 'school-place', name: 'Places' };
    expect((await admin.post('/services', service)).body.errors).toMatchObject([{ field: 'receivingUnitId' }]);
    const child = { agencyId: officer.agencyId, name: 'Below', parentUnitId: officer.unitId };
    expect((await admin.post('/units', child)).body.type).toBe('/problems/unit-not-active');
    expect((await edit(`/units/${officer.unitId}`, { name: 'Other' })).body.type).toBe('/problems/unit-not-active');
    expect((await team.worker.get(`/units/${officer.unitId}`)).body).toMatchObject({ name: 'Unit', active: false });
    expect((await team.worker.get(`/units?agencyId=${officer.agencyId}&active=true`)).body.items).toEqual([]);
  });

  it('once, however often it is said at once, and opened again if that was a mistake', async () => {
    const { unitId, agencyId } = await world.aUnit();
    expect(await atOnce(3, () => close(unitId))).toEqual([200, 409, 409]);
    expect((await admin.post(`/units/${unitId}/reopen`)).body).toMatchObject({ active: true, closedReason: null });
    expect((await admin.post(`/units/${unitId}/reopen`)).body.type).toBe('/problems/unit-active');
    await world.someone('supervisor', { unitId, agencyId });
    expect((await changesOf(`unitId=${unitId}`)).map(({ kind }) => kind)).toEqual(['closed', 'reopened']);
  });
});

describe('An agency is closed', () => {
  it('after its units, with what it agreed on; then nothing of it opens but itself', async () => {
    const { unitId, agencyId } = await world.aUnit();
    expect((await admin.post(`/agencies/${agencyId}/close`, merged)).body).toMatchObject({ type: '/problems/agency-in-use', units: 1 });
    await close(unitId);
    expect((await admin.post(`/agencies/${agencyId}/close`, { reason: 'whim' })).status).toBe(400);
    expect((await admin.post(`/agencies/${agencyId}/close`, merged)).body).toMatchObject({ active: false, closedReason: 'merged' });
    const states = await house.rows(`SELECT DISTINCT status FROM sharing_protocol WHERE $1 IN (from_agency_id, to_agency_id)`, [agencyId]);
    expect(states).toEqual([{ status: 'ended' }]);
    expect((await admin.post('/units', { agencyId, name: 'New' })).body.type).toBe('/problems/agency-not-active');
    expect((await admin.post(`/units/${unitId}/reopen`)).body.type).toBe('/problems/agency-not-active');
    const signed = {
      signedFromId: admin.id,
      signedToId: admin.id,
      breachContactId: admin.id,
      validFrom: '2026-03-02',
      validTo: '2027-03-01',
    };
    const facts = { purposes: ['share'], groups: ['F1'], legalBasis: 'consent' };
    const proposed = await admin.post('/protocols', { fromAgencyId: agencyId, toAgencyId: team.worker.agencyId, ...facts, ...signed });
    expect(proposed.body.type).toBe('/problems/agency-not-active');
    expect((await admin.post(`/agencies/${agencyId}/reopen`)).body).toMatchObject({ active: true });
    expect((await admin.post(`/units/${unitId}/reopen`)).body).toMatchObject({ active: true });
  });
});

describe('Between the walls', () => {
  const as = async (who: Someone, role: string, persona: Persona, text: string, values: unknown[]): Promise<string> =>
    (await rawly(house, who, [role, persona], text, values)).refused ?? 'done';

  it('no statement of an administrator closes a unit that is in use, or closes one for no reason', async () => {
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    expect(await asAdmin(shut, [officer.unitId])).toBe('42501');
    const { unitId, agencyId } = await world.aUnit();
    expect(await asAdmin('UPDATE unit SET active = false WHERE id = $1', [unitId])).toBe('42501');
    expect(await asAdmin(`UPDATE agency SET active = false, closed_reason = 'merged' WHERE id = $1`, [agencyId])).toBe('42501');
    expect(await asAdmin(shut, [unitId])).toBe('done');
  });

  it('nor puts anybody or anything into a closed one, nor a unit under itself', async () => {
    const { unitId, agencyId } = await world.aUnit();
    const child = await open(agencyId, { parentUnitId: unitId });
    expect(await asAdmin('UPDATE unit SET parent_unit_id = $2 WHERE id = $1', [unitId, child])).toBe('42501');
    await close(unitId);
    const moved = await world.someone('supervisor', { unitId: child, agencyId });
    expect(await asAdmin('UPDATE person SET unit_id = $2 WHERE id = $1', [moved.id, unitId])).toBe('42501');
    const gone = await world.someone('supervisor', { unitId: child, agencyId });
    await house.rows('UPDATE person SET active = false, unit_id = $2 WHERE id = $1', [gone.id, unitId]);
    expect(await asAdmin('UPDATE person SET active = true WHERE id = $1', [gone.id])).toBe('42501');
    const draft = await team.worker.post('/cases', newCase);
    expect(draft.status).toBe(201);
    const drawn = 'UPDATE case_core SET unit_id = $2 WHERE id = $1';
    expect(await as(team.worker, 'social-worker', 'p_social_worker', drawn, [draft.body.id, unitId])).toBe('42501');
  });

  it('a unit is not said to work without accounts while somebody answers there, and no longer once somebody does', async () => {
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const says = 'UPDATE unit SET works_without_accounts = true WHERE id = $1';
    expect(await asAdmin(says, [officer.unitId])).toBe('42501');
    const empty = await open(officer.agencyId, { worksWithoutAccounts: true });
    expect((await admin.post(`/people/${officer.id}/move`, { unitId: empty, role: 'ministry-officer' })).status).toBe(200);
    expect((await admin.get(`/units/${empty}`)).body.worksWithoutAccounts).toBe(false);
    expect(await asAdmin(says, [officer.unitId])).toBe('done');
    expect((await edit(`/units/${officer.unitId}`, { worksWithoutAccounts: true })).status).toBe(200);
    const client = { name: 'Register', unitId: officer.unitId, role: 'ministry-officer', scopes: ['referral:read'] };
    expect((await admin.post('/clients', client)).status).toBe(201);
    expect((await admin.get(`/units/${officer.unitId}`)).body.worksWithoutAccounts).toBe(false);
    expect(await changesOf(`unitId=${officer.unitId}&kind=accounts`)).toMatchObject([{ became: 'true' }, { became: 'false' }]);
  });
});
