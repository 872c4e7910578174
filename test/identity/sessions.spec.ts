import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.ts';
import { guest } from '../../src/platform/guest.ts';
import type { Actor } from '../../src/platform/database/context.ts';
import { withinWork } from '../../src/platform/work.ts';
import { openHouse } from '../support/app.ts';
import { aUnit, send, someoneSignedIn } from './accounts.ts';

const house = openHouse();
const hashOf = (cookie: string): Buffer =>
  createHash('sha256')
    .update(cookie.split('=')[1] ?? '')
    .digest();
const whoAmI = (cookie: string): Promise<number> => send(house, 'GET', '/session', { cookie }).then(({ status }) => status);

/** Runs one statement as somebody, the way a request does. */
function asActor(actor: Actor, text: string, values: unknown[] = []): Promise<unknown[]> {
  const database = house.app.get(Database);
  return withinWork({ id: randomUUID(), actor, transaction: null }, async () => {
    try {
      const rows = await database.rows({ text, values });
      await database.finish();
      return rows;
    } catch (error) {
      await database.undo();
      throw error;
    }
  });
}

describe('A session', () => {
  it('tells its holder who they are', async () => {
    const worker = await someoneSignedIn(house, 'social-worker');
    const { status, body } = await send(house, 'GET', '/session', { cookie: worker.cookie });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: worker.id, role: 'social-worker', unit: { id: worker.unitId } });
  });

  it('is asked for everywhere else', async () => {
    for (const url of ['/session', '/agencies', '/units', '/people']) {
      const { status, body } = await send(house, 'GET', url);
      expect([status, body.type]).toEqual([401, '/problems/not-signed-in']);
    }
    expect(await whoAmI(`__Host-homeward=${'A'.repeat(43)}`)).toBe(401);
    expect(await whoAmI('__Host-homeward=%00')).toBe(401);
  });

  it('ends on the next request when it is revoked, although it was known a moment ago', async () => {
    const { cookie, id } = await someoneSignedIn(house, 'social-worker');
    expect(await whoAmI(cookie)).toBe(200);
    await house.rows('UPDATE identity.session SET ended_at = now() WHERE person_id = $1', [id]);
    expect(await whoAmI(cookie)).toBe(401);
  });

  it.each([
    ['the person leaves', 'UPDATE person SET active = false WHERE id = $1'],
    ['the person gets another role', "UPDATE person SET role = 'supervisor' WHERE id = $1"],
    ['twelve hours are over', 'UPDATE identity.session SET ends_at = now() WHERE person_id = $1'],
    ['nobody used it for half an hour', "UPDATE identity.session SET last_seen_at = now() - interval '30 minutes' WHERE person_id = $1"],
  ])('ends when %s', async (_, deed) => {
    const { cookie, id } = await someoneSignedIn(house, 'social-worker');
    expect(await whoAmI(cookie)).toBe(200);
    await house.rows(deed, [id]);
    expect(await whoAmI(cookie)).toBe(401);
  });

  it('of an administrator ends after a quarter of an hour without use, of a worker not yet', async () => {
    const idle = "UPDATE identity.session SET last_seen_at = now() - interval '16 minutes' WHERE person_id = $1";
    const admin = await someoneSignedIn(house, 'administrator');
    const worker = await someoneSignedIn(house, 'social-worker');
    await house.rows(idle, [admin.id]);
    await house.rows(idle, [worker.id]);
    expect(await whoAmI(admin.cookie)).toBe(401);
    expect(await whoAmI(worker.cookie)).toBe(200);
  });

  it('notes once a minute that it is used', async () => {
    const { cookie, id } = await someoneSignedIn(house, 'social-worker');
    const seen = async (): Promise<number> => {
      const sql = 'SELECT extract(epoch FROM now() - last_seen_at)::float AS ago FROM identity.session WHERE person_id = $1';
      return (await house.rows<{ ago: number }>(sql, [id]))[0]?.ago ?? NaN;
    };
    await house.rows("UPDATE identity.session SET last_seen_at = now() - interval '50 seconds' WHERE person_id = $1", [id]);
    await whoAmI(cookie);
    expect(await seen()).toBeGreaterThan(49);
    await house.rows("UPDATE identity.session SET last_seen_at = now() - interval '61 seconds' WHERE person_id = $1", [id]);
    await whoAmI(cookie);
    expect(await seen()).toBeLessThan(30);
  });

  it('is over after signing out, and signing out never fails', async () => {
    const { cookie } = await someoneSignedIn(house, 'social-worker');
    const out = await send(house, 'DELETE', '/session', { cookie });
    expect(out.status).toBe(204);
    expect(out.headers['set-cookie']).toMatch(/^__Host-homeward=; .*Max-Age=0$/);
    expect(await whoAmI(cookie)).toBe(401);
    expect((await send(house, 'DELETE', '/session', { cookie })).status).toBe(204);
    expect((await send(house, 'DELETE', '/session')).status).toBe(204);
  });

  it('cannot be paired with another person', async () => {
    const unit = await aUnit(house);
    const one = await someoneSignedIn(house, 'social-worker', unit);
    const other = await someoneSignedIn(house, 'social-worker', unit);
    const actor: Actor = { ...one, role: 'social-worker', persona: 'p_social_worker', sessionHash: hashOf(other.cookie) };
    await expect(asActor(actor, 'SELECT 1')).rejects.toMatchObject({ code: 'HW401' });
    await expect(asActor({ ...actor, sessionHash: hashOf(one.cookie) }, 'SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
    await expect(
      asActor({ ...actor, role: 'supervisor', persona: 'p_supervisor', sessionHash: hashOf(one.cookie) }, 'SELECT 1'),
    ).rejects.toMatchObject({ code: 'HW401' });
  });
});

describe('The second wall around the people', () => {
  const tables = ['agency', 'unit', 'person', 'identity.session', 'identity.credential', 'identity.throttle', 'identity.invitation'];

  it.each(tables)('lets a guest read nothing of %s', async (table) => {
    await expect(asActor(guest, `SELECT * FROM ${table.includes('.') ? table : `public.${table}`}`)).rejects.toMatchObject({
      code: '42501',
    });
  });

  it.each(['identity.session', 'identity.credential', 'identity.throttle', 'identity.invitation'])(
    'lets not even an administrator read %s',
    async (table) => {
      const admin = await someoneSignedIn(house, 'administrator');
      const actor: Actor = { ...admin, role: 'administrator', persona: 'p_admin', sessionHash: hashOf(admin.cookie) };
      await expect(asActor(actor, `SELECT * FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('lets a worker neither write people nor call what only administrators may', async () => {
    const worker = await someoneSignedIn(house, 'social-worker');
    const actor: Actor = { ...worker, role: 'social-worker', persona: 'p_social_worker', sessionHash: hashOf(worker.cookie) };
    await expect(asActor(actor, "UPDATE person SET role = 'administrator'")).rejects.toMatchObject({ code: '42501' });
    await expect(asActor(actor, 'SELECT identity.set_password($1, $2)', [worker.id, '$argon2id$x'])).rejects.toMatchObject({
      code: '42501',
    });
    await expect(asActor(actor, 'SELECT * FROM identity.facts_of($1)', [worker.id])).rejects.toMatchObject({ code: '42501' });
  });

  it('shows a worker the people of the own unit only, whatever the statement asks for', async () => {
    const worker = await someoneSignedIn(house, 'social-worker');
    await someoneSignedIn(house, 'social-worker');
    const actor: Actor = { ...worker, role: 'social-worker', persona: 'p_social_worker', sessionHash: hashOf(worker.cookie) };
    await expect(asActor(actor, 'SELECT id FROM person')).resolves.toEqual([{ id: worker.id }]);
  });

  it('lets an administrator not change what they themselves may do', async () => {
    const admin = await someoneSignedIn(house, 'administrator');
    const actor: Actor = { ...admin, role: 'administrator', persona: 'p_admin', sessionHash: hashOf(admin.cookie) };
    await expect(asActor(actor, "UPDATE person SET role = 'auditor' WHERE id = $1", [admin.id])).rejects.toMatchObject({ code: '42501' });
  });

  it('lets no security body in, whoever writes it', async () => {
    const insert = "INSERT INTO agency (id, code, name, type, country) VALUES (gen_random_uuid(), 'SECX', 'x', 'security', 'TJ')";
    await expect(house.rows(insert)).rejects.toMatchObject({ code: '23514' });
  });
});
