import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aTeam, eventsOf, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});

async function aNeed(): Promise<{ id: string; caseId: string; etag: string }> {
  const { id: caseId } = await world.aCase(team.worker);
  const reply = await team.worker.post(`/cases/${caseId}/needs`, { domain: 'health', needCode: 'health-check', severity: 'some' });
  expect([reply.status, reply.body.meta.editable]).toEqual([201, ['severity', 'status']]);
  return { id: reply.body.id as string, caseId, etag: String(reply.headers.etag) };
}

describe('Saying how a need stands', () => {
  it('changes its severity and status and gives a new tag', async () => {
    const { id, etag } = await aNeed();
    const edit = { severity: 'urgent', status: 'being-met' };
    const reply = await team.worker.patch(`/needs/${id}`, edit, { 'if-match': etag });
    expect([reply.status, reply.body]).toMatchObject([200, { id, needCode: 'health-check', ...edit }]);
    expect(reply.headers.etag).not.toBe(etag);
    const shown = await team.supervisor.get(`/needs/${id}`);
    expect(shown.body).toMatchObject(edit);
  });

  it('is refused without If-Match with 428, and when stale with 412 and what is stale', async () => {
    const { id, etag } = await aNeed();
    expect((await team.worker.patch(`/needs/${id}`, { status: 'met' })).status).toBe(428);
    await team.worker.patch(`/needs/${id}`, { status: 'met' }, { 'if-match': etag });
    const reply = await team.worker.patch(`/needs/${id}`, { severity: 'urgent' }, { 'if-match': etag });
    expect([reply.status, reply.body.current]).toEqual([412, { status: 'met' }]);
  });

  it('takes one of two who saw the same', async () => {
    const { id, etag } = await aNeed();
    const replies = await Promise.all(
      ['met', 'not-wanted'].map((status) => team.worker.patch(`/needs/${id}`, { status }, { 'if-match': etag })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it.each([
    ['supervisor', 403],
    ['colleague', 404],
    ['stranger', 404],
    ['partner', 404],
  ] as const)('is refused to the %s with %i', async (who, status) => {
    const { id, etag } = await aNeed();
    expect((await team[who].patch(`/needs/${id}`, { status: 'met' }, { 'if-match': etag })).status).toBe(status);
    expect((await team.worker.get(`/needs/${id}`)).headers.etag).toBe(etag);
  });

  it.each([
    [{ needCode: 'housing' }, 403],
    [{ status: 'done' }, 400],
    [{ severity: null }, 400],
    [{ unitId: 'x' }, 400],
  ])('does not take %j: %i', async (edit, status) => {
    const { id, etag } = await aNeed();
    expect((await team.worker.patch(`/needs/${id}`, edit, { 'if-match': etag })).status).toBe(status);
  });

  it('is refused once the case is closed, even in the moment it is being closed', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { id, caseId, etag } = await aNeed();
      await team.worker.post(`/cases/${caseId}/request-closure`, { reason: 'goals-met' });
      const edit = () => team.worker.patch(`/needs/${id}`, { status: 'met' }, { 'if-match': etag });
      const [edited, closed] = await Promise.all([edit(), team.supervisor.post(`/cases/${caseId}/close`)]);
      expect([[200, 409].includes(edited.status), closed.status]).toEqual([true, 200]);
      const late = await edit();
      expect([late.status, late.body.type]).toEqual([409, '/problems/case-closed']);
    }
  });

  it('takes a met need off the list of open ones', async () => {
    const { id, caseId, etag } = await aNeed();
    const open = async () => (await team.worker.get(`/needs?caseId=${caseId}&status=open`)).body.items as unknown[];
    expect(await open()).toHaveLength(1);
    await team.worker.patch(`/needs/${id}`, { status: 'met' }, { 'if-match': etag });
    expect(await open()).toEqual([]);
  });

  it('stands in the access log as an edit', async () => {
    const { id, etag } = await aNeed();
    await team.worker.patch(`/needs/${id}`, { status: 'met' }, { 'if-match': etag });
    const events = await eventsOf(house, team.worker.id, 'edit');
    expect(events).toContainEqual(expect.objectContaining({ record: 'need', record_ids: [id], groups: ['F2'], result: 'done' }));
  });
});
