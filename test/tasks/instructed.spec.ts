import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { newConsent, World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let officer: Someone;
let focal: Someone;

beforeAll(async () => {
  team = await aTeam(world);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
  const [beside] = await house.rows<{ id: string }>(
    `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Beside', 'TJ-SU') RETURNING id`,
    [officer.agencyId],
  );
  focal = await world.someone('focal-point', { unitId: beside!.id, agencyId: officer.agencyId });
}, 60_000);

const words = 'Please keep a place in the evening class until the papers are here.';
const asked = (facts: object = {}): object => ({
  template: 'A-03',
  dueOn: '2026-03-18',
  toUnitId: officer.unitId,
  instruction: words,
  ...facts,
});
async function agreed(recipientIds = [officer.agencyId]): Promise<{ caseId: string; consentId: string }> {
  const { id: caseId } = await world.aCase(team.worker);
  const consent = await team.worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds });
  return { caseId, consentId: consent.body.id as string };
}
const given = (caseId: string, facts: object = {}): Promise<Reply> => team.worker.post(`/cases/${caseId}/tasks`, asked(facts));
const faultOf = ({ status, body }: Reply): unknown => ({ status, ...(body.errors as object[] | undefined)?.[0] });

describe('A task that stands in no template', () => {
  it('is given to a unit in a few words, which it reads once somebody has taken it on, with the fields of its kind', async () => {
    const { caseId } = await agreed();
    const { status, body } = await given(caseId);
    expect([status, body.status, body.instruction, body.fromTemplate]).toEqual([201, 'open', words, null]);
    const before = await officer.get(`/tasks/${body.id}`);
    expect(before.body).toMatchObject({ template: 'A-03', dueOn: '2026-03-18' });
    expect(before.text).not.toContain('evening');
    await walked([officer, `/tasks/${body.id}/claim`]);
    const seen = await officer.get(`/tasks/${body.id}`);
    expect(seen.body).toMatchObject({ instruction: words, package: { sex: 'female' } });
    expect(seen.text).not.toContain(caseId);
    // The focal point of the agency, at another unit, sees that it is there, and not what it says.
    expect((await focal.get(`/tasks/${body.id}`)).body).toMatchObject({ template: 'A-03' });
    expect((await focal.get(`/tasks/${body.id}`)).text).not.toContain('evening');
  });

  it('is one of several of its kind, each with one owner, one day on which somebody works, and one ladder', async () => {
    const { caseId } = await agreed();
    // A Saturday.
    const ids = [
      await given(caseId, { dueOn: '2026-04-04' }),
      await given(caseId, { instruction: 'Please ask the teacher for a reading test.' }),
    ].map(({ body }) => body.id as string);
    const rows = await house.rows(
      `SELECT t.owner_unit_id, t.due_on, count(k.id)::int AS clocks FROM task t LEFT JOIN task_clock k ON k.id = t.id AND k.next_at IS NOT NULL
       WHERE t.id = ANY ($1) GROUP BY t.id ORDER BY t.due_on`,
      [ids],
    );
    expect(rows).toEqual([
      { owner_unit_id: officer.unitId, due_on: '2026-03-18', clocks: 1 },
      { owner_unit_id: officer.unitId, due_on: '2026-04-06', clocks: 1 },
    ]);
  });

  it('says nothing by which the person could be found, and needs its words', async () => {
    const { caseId } = await agreed();
    const of = async (facts: object): Promise<unknown> => faultOf(await given(caseId, facts));
    expect(await of({ instruction: undefined })).toMatchObject({ field: 'instruction', code: 'missing' });
    expect(await of({ instruction: 'Call 93 555 12 34 in the evening.' })).toMatchObject({
      field: 'instruction',
      code: 'holds-identifier',
    });
    expect(await of({ instruction: 'x'.repeat(281) })).toMatchObject({ field: 'instruction', code: 'too-long' });
    expect(await of({ template: 'T-30' })).toMatchObject({ field: 'instruction', code: 'not-asked-for' });
    const named = { instruction: 'Keep a place for Zarina in the evening class.' };
    expect((await given(caseId, named)).body).toMatchObject({ status: 409, type: expect.stringContaining('text-may-name') });
    expect((await given(caseId, { instruction: 'Ask at the school in Khujand.', namesNobody: true })).status).toBe(201);
  });

  it('goes to nobody without an agreement or a protocol, to no unit of another kind, and never to the team itself', async () => {
    const { caseId } = await agreed([]);
    const stranger = await world.someone('ministry-officer', await world.aUnit('health'));
    expect((await given(caseId)).body).toMatchObject({ status: 409, type: expect.stringContaining('consent-missing') });
    const { caseId: other } = await agreed();
    for (const toUnitId of [stranger.unitId, team.worker.unitId])
      expect(faultOf(await given(other, { toUnitId }))).toMatchObject({ field: 'toUnitId', code: 'not-a-doer' });
    expect(faultOf(await given(other, { toUnitId: undefined }))).toMatchObject({ field: 'toUnitId', code: 'missing' });
    const school = await world.someone('ministry-officer', await world.aUnit('education'));
    const { caseId: third } = await agreed([school.agencyId]);
    await house.rows(`UPDATE sharing_protocol SET status = 'ended' WHERE to_agency_id = $1`, [school.agencyId]);
    expect((await given(third, { toUnitId: school.unitId })).body).toMatchObject({
      status: 409,
      type: expect.stringContaining('protocol'),
    });
  });
});

describe('Its words', () => {
  it('are closed with the consent, said again by no machine, and stand in no history and no message', async () => {
    const second = await world.someone('ministry-officer', await world.aUnit('education'));
    const { caseId, consentId } = await agreed([second.agencyId]);
    const { body } = await given(caseId, { toUnitId: second.unitId });
    await walked([second, `/tasks/${body.id}/claim`], [team.worker, `/consents/${consentId}/withdraw`]);
    const after = await second.get(`/tasks/${body.id}`);
    expect(after.body).toMatchObject({ status: 'cancelled', reason: 'consent-withdrawn' });
    expect(after.text).not.toContain('evening');
    await walked([team.worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [second.agencyId] }]);
    const { body: tasks } = await team.worker.get(`/tasks?caseId=${caseId}&template=A-03`);
    expect(tasks.items).toHaveLength(1);
    for (const path of [`/cases/${caseId}/timeline`, `/cases/${caseId}/history`])
      expect((await team.worker.get(path)).text).not.toContain('evening');
    expect((await second.get('/notifications')).text).not.toContain('evening');
    expect(await house.rows(`SELECT FROM change_log WHERE changes::text LIKE '%evening%'`)).toEqual([]);
  });
});
