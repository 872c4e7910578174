import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { anAccount, send, signIn } from './accounts.ts';

const house = openHouse();

describe('Signing in', () => {
  it('gives a session in a cookie that only this site gets back', async () => {
    const worker = await anAccount(house, 'social-worker');
    const { status, body, headers } = await signIn(house, worker.login);
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: worker.id, displayName: 'Zarina N.', role: 'social-worker', locale: 'en' });
    expect(body.unit).toEqual({ id: worker.unitId, name: 'North office' });
    expect(body.agency).toEqual({ id: worker.agencyId, name: 'A body' });
    expect(body.may.create).toContain('case');
    expect(headers['set-cookie']).toMatch(/^__Host-homeward=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(JSON.stringify(body)).not.toMatch(/hash|password/);
  });

  it('takes the login as people write it', async () => {
    const { login } = await anAccount(house, 'social-worker');
    expect((await signIn(house, ` ${login.toUpperCase()} `)).status).toBe(201);
  });

  it('keeps neither the token nor the password as they are', async () => {
    const { login, id } = await anAccount(house, 'social-worker');
    const { cookie } = await signIn(house, login);
    const [kept] = await house.rows<{ all: string }>(
      'SELECT s::text || c::text AS all FROM identity.session s JOIN identity.credential c USING (person_id) WHERE person_id = $1',
      [id],
    );
    expect(kept?.all).not.toContain(cookie.split('=')[1]);
    expect(kept?.all).toContain('$argon2id$v=19$m=47104,t=1,p=1$');
  });

  it('answers an unknown login as it answers a wrong password', async () => {
    const { login } = await anAccount(house, 'social-worker');
    const wrong = await signIn(house, login, 'not the password at all');
    const unknown = await signIn(house, `nobody-${randomUUID()}`, 'not the password at all');
    expect(wrong.status).toBe(401);
    expect(wrong.body).toMatchObject({ type: '/problems/wrong-credentials', status: 401 });
    expect(unknown.body).toEqual(wrong.body);
    expect(wrong.headers['set-cookie']).toBeUndefined();
  });

  it('is refused to somebody who has left', async () => {
    const { login, id } = await anAccount(house, 'social-worker');
    await house.rows('UPDATE person SET active = false WHERE id = $1', [id]);
    expect((await signIn(house, login)).body.type).toBe('/problems/wrong-credentials');
  });

  it('leaves a trace of who came in and who did not', async () => {
    const { login, id } = await anAccount(house, 'social-worker');
    await signIn(house, login, 'not the password at all');
    await signIn(house, login);
    const noted = await house.rows("SELECT result FROM audit.event WHERE action = 'sign-in' AND record_ids = ARRAY[$1::uuid] ORDER BY at", [
      id,
    ]);
    expect(noted).toEqual([{ result: 'refused:wrong-credentials' }, { result: 'done' }]);
  });

  it('ends the session this browser held before', async () => {
    const { login } = await anAccount(house, 'social-worker');
    const first = await signIn(house, login);
    const second = await signIn(house, login, undefined, { cookie: first.cookie });
    expect((await send(house, 'GET', '/session', { cookie: first.cookie })).status).toBe(401);
    expect((await send(house, 'GET', '/session', { cookie: second.cookie })).status).toBe(200);
  });
});

describe('Trying passwords', () => {
  it('is stopped for a minute after five, right or wrong', async () => {
    const { login } = await anAccount(house, 'social-worker');
    for (let tries = 1; tries <= 5; tries++) expect((await signIn(house, login, 'not the password at all')).status).toBe(401);
    const sixth = await signIn(house, login);
    expect(sixth.status).toBe(429);
    expect(sixth.body.type).toBe('/problems/too-many-tries');
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(50);
    expect(Number(sixth.headers['retry-after'])).toBeLessThanOrEqual(60);
  });

  it('is stopped in the same way where there is no account', async () => {
    const login = `nobody-${randomUUID()}`;
    for (let tries = 1; tries <= 5; tries++) await signIn(house, login);
    expect((await signIn(house, login)).status).toBe(429);
  });

  it('gains nothing from many at once', async () => {
    const { login } = await anAccount(house, 'social-worker');
    const replies = await Promise.all(Array.from({ length: 20 }, () => signIn(house, login, 'not the password at all')));
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('is stopped for longer each time, up to a quarter of an hour', async () => {
    const { login } = await anAccount(house, 'social-worker');
    for (let tries = 1; tries <= 5; tries++) await signIn(house, login, 'not the password at all');
    const waits: number[] = [];
    for (let round = 1; round <= 5; round++) {
      await house.rows('UPDATE identity.throttle SET blocked_until = now() WHERE login_hash = sha256($1::bytea)', [login]);
      await signIn(house, login, 'not the password at all');
      waits.push(Math.round(Number((await signIn(house, login)).headers['retry-after']) / 60));
    }
    expect(waits).toEqual([2, 4, 8, 15, 15]);
  });

  it('is forgiven by the right password', async () => {
    const { login } = await anAccount(house, 'social-worker');
    for (let tries = 1; tries <= 4; tries++) await signIn(house, login, 'not the password at all');
    expect((await signIn(house, login)).status).toBe(201);
    for (let tries = 1; tries <= 4; tries++) await signIn(house, login, 'not the password at all');
    expect((await signIn(house, login)).status).toBe(201);
  });

  it('is slowed down by place too', async () => {
    const address = '192.0.2.7';
    const replies = await Promise.all(
      Array.from({ length: 31 }, () => signIn(house, `nobody-${randomUUID()}`, 'whatever it may be', { address })),
    );
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(1);
  });
});
