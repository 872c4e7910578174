import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { eventsOf } from '../support/teams.ts';
import { newCase, World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

describe('A request', () => {
  it.each([
    ['the session was ended', 'UPDATE identity.session SET ended_at = now() WHERE person_id = $1'],
    ['the account was closed', 'UPDATE person SET active = false WHERE id = $1'],
    ['the role is another', `UPDATE person SET role = 'supervisor' WHERE id = $1`],
    ['it was idle too long', `UPDATE identity.session SET last_seen_at = now() - interval '31 minutes' WHERE person_id = $1`],
  ])('is refused with 401, and does nothing, as soon as %s', async (_, sql) => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    await house.rows(sql, [worker.id]);
    const replies = [
      await worker.post('/cases', newCase),
      await worker.get(`/cases/${id}`),
      await worker.get('/cases'),
      await worker.patch(`/cases/${id}`, { language: 'ru' }, { 'if-match': '"x"' }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(await house.rows('SELECT id FROM case_core WHERE worker_id = $1', [worker.id])).toEqual([{ id }]);
  });

  it('is refused with 401 when the session ends between two that are under way', async () => {
    const worker = await world.someone('social-worker');
    await world.aCase(worker);
    const before = await Promise.all(Array.from({ length: 8 }, () => worker.get('/cases')));
    await house.rows('UPDATE identity.session SET ended_at = now() WHERE person_id = $1', [worker.id]);
    const after = await Promise.all(Array.from({ length: 8 }, () => worker.get('/cases')));
    expect([new Set(before.map(({ status }) => status)), new Set(after.map(({ status }) => status))]).toEqual([
      new Set([200]),
      new Set([401]),
    ]);
  });

  it('that finds nothing to see is noted: who, when, for what', async () => {
    const [worker, other] = [await world.someone('social-worker'), await world.someone('social-worker')];
    const { id } = await world.aCase(other);
    expect((await worker.get(`/cases/${id}`)).status).toBe(404);
    expect((await eventsOf(house, worker.id)).slice(-2)).toMatchObject([
      { action: 'read', record: 'case', record_ids: [], result: 'unseen' },
      { action: 'GET /cases/:id', record_ids: [id], result: 'refused:not-found' },
    ]);
  });

  it('of each kind stands in the access log with the row it was about', async () => {
    const worker = await world.someone('social-worker');
    const { id, etag } = await world.aCase(worker);
    await worker.get(`/cases/${id}`);
    await worker.post(`/cases/${id}/assess`);
    await worker.post(`/cases/${id}/assess`);
    await worker.patch(`/cases/${id}`, { language: 'ru' });
    await worker.patch(`/cases/${id}`, { nothing: 1 }, { 'if-match': etag });
    const log = (await eventsOf(house, worker.id)).map(({ action, result, record_ids: ids }) => [action, result, ids.includes(id)]);
    expect(log).toEqual([
      ['create', 'done', true],
      ['read', 'shown', true],
      ['read', 'shown', true],
      ['assess', 'done', true],
      ['read', 'shown', true],
      ['POST /cases/:id/assess', 'refused:case-cannot-assess', true],
      ['PATCH /cases/:id', 'refused:if-match-missing', true],
      ['PATCH /cases/:id', 'refused:invalid-input', true],
    ]);
  });

  it('gives its connection back, whatever becomes of it', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    for (let round = 0; round < 3; round++) {
      await Promise.all(
        Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? worker.post(`/cases/${id}/resume`) : worker.get('/cases?x=1'))),
      );
    }
    const stuck = await house.rows(
      `SELECT state FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'homeward-app_login' AND state LIKE 'idle in%'`,
    );
    expect(stuck).toEqual([]);
    expect((await worker.get(`/cases/${id}`)).status).toBe(200);
  });

  it('is done again by itself when two of them stood in each other’s way', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    await house.rows('CREATE SEQUENCE met_times');
    await house.rows(`CREATE FUNCTION meets_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      IF nextval('public.met_times') <= 2 THEN RAISE EXCEPTION 'met' USING ERRCODE = '40P01'; END IF; RETURN NEW; END $$`);
    await house.rows('CREATE TRIGGER meets_once BEFORE UPDATE ON case_core FOR EACH ROW EXECUTE FUNCTION meets_once()');
    const reply = await worker.post(`/cases/${id}/assess`);
    await house.rows('DROP TRIGGER meets_once ON case_core');
    expect([reply.status, reply.body.status]).toEqual([200, 'assessed']);
  });

  it('that finds no free connection in time is asked to come back, and everything else still works', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    await house.rows('BEGIN');
    await house.rows('SELECT 1 FROM case_core WHERE id = $1 FOR UPDATE', [id]);
    const replies = await Promise.all(Array.from({ length: 45 }, () => worker.post(`/cases/${id}/assess`)));
    await house.rows('ROLLBACK');
    expect(new Set(replies.map(({ status, body }) => `${status} ${body.type}`))).toEqual(new Set(['503 /problems/busy']));
    expect((await worker.post(`/cases/${id}/assess`)).status).toBe(200);
  }, 20_000);
});
