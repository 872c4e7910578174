import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aTeam, eventsOf, whileFailing, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});

describe('Editing a case', () => {
  it('changes fields of several tables at once and gives a new tag', async () => {
    const { id, etag } = await world.aCase(team.worker);
    const edit = { priority: 'urgent', language: 'ru', roles: ['child'], district: 'Rudaki', housingState: null };
    const { housingState: _, ...taken } = edit;
    const reply = await team.worker.patch(`/cases/${id}`, taken, { 'if-match': etag });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject(taken);
    expect(reply.headers.etag).not.toBe(etag);
    expect((await team.worker.get(`/cases/${id}`)).headers.etag).toBe(reply.headers.etag);
  });

  it('is refused without If-Match with 428', async () => {
    const { id } = await world.aCase(team.worker);
    const reply = await team.worker.patch(`/cases/${id}`, { language: 'ru' });
    expect([reply.status, reply.body.type]).toEqual([428, '/problems/if-match-missing']);
  });

  it('is refused when stale with 412, with the present values of exactly the stale fields', async () => {
    const { id, etag } = await world.aCase(team.worker);
    await team.worker.patch(`/cases/${id}`, { language: 'ru', priority: 'urgent' }, { 'if-match': etag });
    const reply = await team.worker.patch(`/cases/${id}`, { language: 'en' }, { 'if-match': etag });
    expect([reply.status, reply.body.current]).toEqual([412, { language: 'ru', priority: 'urgent' }]);
    expect((await team.worker.get(`/cases/${id}`)).body.language).toBe('ru');
  });

  it.each(['*', '""', 'W/"x"', '"aaaaaaaa.bbbbbbbb"'])('takes no If-Match that names nothing: %s', async (ifMatch) => {
    const { id } = await world.aCase(team.worker);
    expect((await team.worker.patch(`/cases/${id}`, { language: 'ru' }, { 'if-match': ifMatch })).status).toBe(412);
  });

  it('is refused by name for what only a deed may set', async () => {
    const { id, etag } = await world.aCase(team.worker);
    const reply = await team.worker.patch(`/cases/${id}`, { status: 'closed', risk: 'low' }, { 'if-match': etag });
    expect([reply.status, reply.body.fields]).toEqual([403, ['status', 'risk']]);
  });

  it('knows of no hidden field: the answer is that for a field that does not exist', async () => {
    const { id, etag } = await world.aCase(team.worker);
    const [hidden, unknown] = await Promise.all(
      ['version', 'nothing'].map((name) => team.worker.patch(`/cases/${id}`, { [name]: 1 }, { 'if-match': etag })),
    );
    expect([hidden?.status, hidden?.text]).toEqual([400, unknown?.text.replaceAll('nothing', 'version')]);
  });

  it.each([
    ['supervisor', 403],
    ['colleague', 404],
    ['partner', 404],
  ] as const)('is refused to the %s with %i', async (who, status) => {
    const { id, etag } = await world.aCase(team.worker);
    expect((await team[who].patch(`/cases/${id}`, { language: 'ru' }, { 'if-match': etag })).status).toBe(status);
  });

  it.each(['xyz', '-'.repeat(36), '%00'])('is refused with 400 for what is no id, whoever asks: %s', async (no) => {
    for (const who of [team.worker, team.supervisor, team.partner]) {
      const reply = await who.patch(`/cases/${no}`, { language: 'ru' }, { 'if-match': '"x"' });
      expect([reply.status, reply.body.errors]).toMatchObject([400, [{ field: 'id' }]]);
      expect((await eventsOf(house, who.id)).at(-1)).toMatchObject({
        action: 'PATCH /cases/:id',
        record_ids: [],
        result: 'refused:invalid-input',
      });
    }
  });

  it('is one and the same case in capitals', async () => {
    const { id, etag } = await world.aCase(team.worker);
    const path = `/cases/${id.toUpperCase()}`;
    const replies = [
      await team.supervisor.patch(path, { language: 'ru' }, { 'if-match': etag }),
      await team.worker.patch(path, { language: 'ru' }, { 'if-match': etag }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([403, 200]);
  });

  it('is undone as a whole when one of its tables cannot be written', async () => {
    const { id, etag } = await world.aCase(team.worker);
    const edit = { priority: 'urgent', language: 'ru', district: 'Rudaki' };
    const reply = await whileFailing(house, 'case_anchor', () => team.worker.patch(`/cases/${id}`, edit, { 'if-match': etag }));
    expect(reply.status).toBe(500);
    expect((await team.worker.get(`/cases/${id}`)).headers.etag).toBe(etag);
  });

  it('is refused on a closed case, which offers none, and taken again once it is reopened', async () => {
    const { id, etag } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
    expect((await team.worker.get(`/cases/${id}`)).body.meta.editable).toContain('language');
    await team.supervisor.post(`/cases/${id}/close`);
    const closed = await team.worker.get(`/cases/${id}`);
    expect(closed.body.meta.editable).toEqual([]);
    for (const ifMatch of [etag, String(closed.headers.etag)]) {
      const reply = await team.worker.patch(`/cases/${id}`, { language: 'ru' }, { 'if-match': ifMatch });
      expect([reply.status, reply.body.type]).toEqual([409, '/problems/case-closed']);
    }
    expect((await team.worker.get(`/cases/${id}`)).headers.etag).toBe(closed.headers.etag);
    const { headers } = await team.supervisor.post(`/cases/${id}/reopen`);
    expect(headers.etag).not.toBe(closed.headers.etag);
    const open = await team.worker.get(`/cases/${id}`);
    expect((await team.worker.patch(`/cases/${id}`, { language: 'ru' }, { 'if-match': String(open.headers.etag) })).status).toBe(200);
  });

  it('never slips in while the case is being closed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await world.aCase(team.worker);
      await team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
      const { headers } = await team.worker.get(`/cases/${id}`);
      const [closed, edited] = await Promise.all([
        team.supervisor.post(`/cases/${id}/close`),
        team.worker.patch(`/cases/${id}`, { language: 'ru' }, { 'if-match': String(headers.etag) }),
      ]);
      const { body } = await team.worker.get(`/cases/${id}`);
      expect([closed.status, body.status, body.language]).toEqual([200, 'closed', edited.status === 200 ? 'ru' : 'tg']);
      expect([200, 409]).toContain(edited.status);
    }
  });

  it('stands in the access log as done, without a value; a stale one as refused', async () => {
    const worker = await world.someone('social-worker');
    const { id, etag } = await world.aCase(worker);
    await worker.patch(`/cases/${id}`, { district: 'Canarydistrict' }, { 'if-match': etag });
    await worker.patch(`/cases/${id}`, { district: 'Canarydistrict' }, { 'if-match': etag });
    const events = await eventsOf(house, worker.id);
    expect(events).toContainEqual(expect.objectContaining({ action: 'edit', record: 'case', record_ids: [id], result: 'done' }));
    expect(events.at(-1)).toMatchObject({ action: 'PATCH /cases/:id', record_ids: [id], result: 'refused:stale' });
    expect(JSON.stringify(events)).not.toContain('Canarydistrict');
  });
});
