import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { promisesOf } from '../support/promises.ts';
import { rawly } from '../support/raw-table.ts';
import { told } from '../support/waiting.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

let admin: Someone;
let worker: Someone;
beforeAll(async () => {
  admin = await world.someone('administrator');
  worker = await world.someone('social-worker');
}, 30_000);

/** A promise that nobody can keep, tried as often as it is before it is given up. */
async function givenUp(kind = 'no-such-promise'): Promise<string> {
  const id = randomUUID();
  await house.rows(`INSERT INTO platform.outbox (id, kind, subject_id, due_at, attempts) VALUES ($1, $2, $3, '2026-03-01', 11)`, [
    id,
    kind,
    randomUUID(),
  ]);
  await promisesOf(house).keep(id);
  return id;
}
const stateOf = async (id: string): Promise<string> =>
  (await house.rows<{ it: string }>(`SELECT state || ' ' || attempts AS it FROM platform.outbox WHERE id = $1`, [id]))[0]!.it;

describe('What was given up', () => {
  it('is seen by the administrator: which kind, since when, how often it was tried and with which fault, and nothing it was about', async () => {
    const id = await givenUp();
    const { body, text } = await admin.get('/given-up-promises?kind=no-such-promise&sort=givenUpAt');
    const [row] = body.items as Record<string, unknown>[];
    expect(row).toMatchObject({ id, kind: 'no-such-promise', attempts: 12, fault: 'Error', dueAt: '2026-03-01T00:00:00.000Z' });
    expect(Object.keys(row!).sort()).toEqual(['attempts', 'dueAt', 'fault', 'givenUpAt', 'id', 'kind', 'meta']);
    const [{ subject_id }] = (await house.rows('SELECT subject_id FROM platform.outbox WHERE id = $1', [id])) as [{ subject_id: string }];
    expect(text).not.toContain(subject_id);
    for (const who of [worker, await world.someone('privacy-officer'), await world.someone('auditor')]) {
      expect((await who.get('/given-up-promises')).status).toBe(403);
      expect((await who.post(`/given-up-promises/${id}/ring-again`)).status).toBe(404);
    }
  });

  it('rings again, one or all of a kind, once however often it is asked for, and is in the log', async () => {
    const [one, two, three, other] = [await givenUp('a-kind'), await givenUp('a-kind'), await givenUp('a-kind'), await givenUp('b-kind')];
    const both = await Promise.all([1, 2].map(() => admin.post(`/given-up-promises/${one}/ring-again`)));
    expect(both.map(({ status }) => status).sort()).toEqual(expect.arrayContaining([201]));
    const rung = both.reduce((sum, { body }) => sum + ((body as { rung?: number }).rung ?? 0), 0);
    expect(rung).toBe(1);
    expect([await stateOf(one), await stateOf(two)]).toEqual(['open 0', 'dead 12']);
    expect((await admin.post(`/given-up-promises/${one}/ring-again`)).status).toBe(404);
    const key = { 'idempotency-key': randomUUID() };
    expect((await admin.post('/given-up-promises/ring-again', { kind: 'a-kind' }, key)).body).toEqual({ rung: 2 });
    expect((await admin.post('/given-up-promises/ring-again', { kind: 'a-kind' }, key)).status).toBe(201);
    expect((await admin.post('/given-up-promises/ring-again', { kind: 'a-kind' })).body).toEqual({ rung: 0 });
    expect([await stateOf(three), await stateOf(other)]).toEqual(['open 0', 'dead 12']);
    expect((await admin.post('/given-up-promises/ring-again', { kind: 'A kind' })).status).toBe(400);
    const noted = `SELECT record_ids FROM audit.event WHERE actor_id = $1 AND action = 'ring-again' AND result = 'done'`;
    expect(await house.rows(noted, [admin.id])).toContainEqual({ record_ids: [one] });
    // It fails again: it is tried as often as at first before it is given up.
    await promisesOf(house).keep(one);
    expect(await stateOf(one)).toBe('open 1');
  });

  it('has its effect once, when what kept it from it is mended', async () => {
    const partner = await world.someone('partner-worker');
    const { id } = await world.aSentReferral(worker, partner);
    expect(await told(partner, id)).toEqual(['arrived']);
    const [mail] = await house.rows<{ id: string }>(
      `SELECT o.id FROM platform.outbox o JOIN notification n ON n.id = o.subject_id WHERE o.kind = 'gather-mail' AND n.person_id = $1`,
      [partner.id],
    );
    await house.rows(`UPDATE platform.outbox SET attempts = 11, due_at = '2026-01-01' WHERE id = $1`, [mail!.id]);
    await house.rows('ALTER TABLE mail RENAME TO mail_broken');
    await promisesOf(house).keep(mail!.id);
    await house.rows('ALTER TABLE mail_broken RENAME TO mail');
    expect(await stateOf(mail!.id)).toBe('dead 12');
    expect(await promisesOf(house).claimDue()).not.toContain(mail!.id);
    expect((await admin.post(`/given-up-promises/${mail!.id}/ring-again`)).body).toEqual({ rung: 1 });
    expect(await promisesOf(house).claimDue()).toContain(mail!.id);
    await Promise.all([1, 2, 3].map(() => promisesOf(house).keep(mail!.id)));
    expect(await stateOf(mail!.id)).toBe('done 1');
    expect(await house.rows('SELECT 1 FROM mail WHERE person_id = $1', [partner.id])).toHaveLength(1);
    expect((await admin.get(`/given-up-promises/${mail!.id}`)).status).toBe(404);
  });
});

describe('Between the walls', () => {
  it('an administrator has nothing on promises but that, and nobody else has even that', async () => {
    const id = await givenUp();
    const ring = `SELECT platform.ring_again($1, NULL)`;
    const as = async (who: Someone, role: Parameters<typeof rawly>[2], text: string, values: unknown[] = []) =>
      rawly(house, who, role, text, values);
    for (const text of [
      'SELECT FROM platform.outbox',
      `UPDATE platform.outbox SET state = 'open'`,
      `UPDATE given_up_promise SET attempts = 0`,
    ])
      expect([text, (await as(admin, ['administrator', 'p_admin'], text)).refused]).toEqual([text, '42501']);
    expect((await as(admin, ['administrator', 'p_admin'], 'SELECT FROM given_up_promise')).count).toBeGreaterThan(0);
    expect((await as(worker, ['social-worker', 'p_social_worker'], 'SELECT FROM given_up_promise')).refused).toBe('42501');
    expect((await as(worker, ['social-worker', 'p_social_worker'], ring, [id])).refused).toBe('42501');
    const [open] = await house.rows<{ id: string }>(`SELECT id FROM platform.outbox WHERE state = 'open' LIMIT 1`);
    const { rows } = await as(admin, ['administrator', 'p_admin'], ring, [open!.id]);
    expect(rows).toEqual([{ ring_again: 0 }]);
  });
});
