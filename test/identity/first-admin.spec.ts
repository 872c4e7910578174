import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSystem, type RunningSystem } from '../support/running-system.ts';
import type { Reply } from './accounts.ts';

let production: RunningSystem;
beforeAll(async () => {
  production = await startSystem('production');
}, 240_000);
afterAll(() => production.stop(), 60_000);

const agency = ['--agency=COO', '--agency-name=National coordination group', '--agency-type=coordination', '--country=TJ'];
const post = [...agency, '--unit=National desk'];
const amber = ['--login=amber@homeward.example', '--name=Amber'];

/** Gives the command; the token of the link it printed, if it did. */
async function command(...args: string[]): Promise<{ code: number | null; output: string; token: string | null }> {
  const { code, output } = await production.script('dist/scripts/first-admin.js', args, {
    MIGRATION_DATABASE_URL: production.database.config.databaseUrl,
  });
  return { code, output, token: /https:\/\/homeward\.example\/invitations\/accept#([\w-]{43})\n/.exec(output)?.[1] ?? null };
}

async function send(
  method: 'GET' | 'POST',
  url: string,
  body?: object,
  cookie = '',
): Promise<Pick<Reply, 'status' | 'body'> & { cookie: string }> {
  const headers = { 'x-homeward': '1', 'idempotency-key': randomUUID(), 'content-type': 'application/json', cookie };
  const reply = await fetch(production.address + url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await reply.text();
  return {
    status: reply.status,
    body: text === '' ? null : JSON.parse(text),
    cookie: (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  };
}
const accept = (token: string | null, password: string) => send('POST', '/invitations/accept', { token, password });
const signIn = (login: string, password: string) => send('POST', '/session', { login, password });
const password = 'nine herons over a quiet lake';

describe('The first administrator of a production installation', () => {
  it('is nobody to begin with: nobody has an account, and the clock cannot be moved', async () => {
    const { rows } = await production.database.admin.query(
      'SELECT (SELECT count(*) FROM person)::int AS people, (SELECT count(*) FROM agency)::int AS agencies',
    );
    expect(rows).toEqual([{ people: 0, agencies: 0 }]);
    expect((await send('POST', '/demo/clock', { at: '2030-01-01T00:00:00Z' })).status).toBe(404);
  });

  it('is asked for by name where nobody is there to answer, and only in an agency that has administrators', async () => {
    expect(await command(...amber, ...agency)).toMatchObject({
      code: 1,
      output: expect.stringContaining('Say --unit too'),
      token: null,
    });
    const wrong = await command(...amber, ...post.map((each) => each.replace('coordination', 'education')));
    expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('--agency-type is one of') });
    const { rows } = await production.database.admin.query('SELECT FROM agency');
    expect(rows).toEqual([]);
  });

  let first: string | null;
  it('gets a link that only the command ever showed: the database keeps its hash', async () => {
    const invited = await command(...amber, ...post);
    expect(invited.code).toBe(0);
    first = invited.token;
    const { rows } = await production.database.admin.query<{ kept: string; hours: number }>(
      `SELECT i::text || p::text AS kept, extract(epoch FROM i.ends_at - now())::float8 / 3600 AS hours FROM identity.invitation i JOIN person p ON p.id = i.person_id`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.kept).not.toContain(first);
    expect(rows[0]?.hours).toBeCloseTo(72, 0);
    const log = await production.database.admin.query('SELECT action, record, actor_role FROM audit.event ORDER BY at');
    expect(log.rows).toEqual(
      ['create agency', 'create unit', 'create person', 'invite person'].map((each) => {
        const [action, record] = each.split(' ');
        return { action, record, actor_role: 'installation' };
      }),
    );
  });

  it('who lost the link gets a new one, and the first holds no more; nobody else is made administrator instead', async () => {
    const other = await command('--login=cedar@homeward.example', '--name=Cedar', ...post);
    expect(other).toMatchObject({ code: 1, output: expect.stringContaining('Somebody was invited before') });
    const again = await command('--login=amber@homeward.example');
    expect(again.code).toBe(0);
    expect((await accept(first, password)).body.type).toBe('/problems/invitation-over');
    first = again.token;
  });

  it('chooses a password, signs in and invites a second person', async () => {
    expect((await accept(first, password)).status).toBe(204);
    const { status, cookie, body } = await signIn('amber@homeward.example', password);
    expect([status, body.role, body.agency.name]).toEqual([201, 'administrator', 'National coordination group']);
    const { body: unit } = await send('GET', '/units', undefined, cookie);
    const post = { login: 'cedar@homeward.example', displayName: 'Cedar', role: 'auditor', unitId: unit.items[0].id };
    const { body: person } = await send('POST', '/people', post, cookie);
    const { body: invitation } = await send('POST', `/people/${person.id}/invite`, {}, cookie);
    expect((await accept(invitation.token, 'a kettle, a lamp, seven plums')).status).toBe(204);
    expect((await signIn('cedar@homeward.example', 'a kettle, a lamp, seven plums')).body.role).toBe('auditor');
  });

  it('is the last one made like this, unless another is asked for in so many words', async () => {
    const second = ['--login=maple@homeward.example', '--name=Maple', '--agency=COO', '--unit=National desk'];
    for (const args of [second, ['--login=amber@homeward.example']])
      expect(await command(...args)).toMatchObject({
        code: 1,
        output: expect.stringContaining('There is an administrator already'),
        token: null,
      });
    const { code, token } = await command(...second, '--another');
    expect(code).toBe(0);
    expect((await accept(token, 'seven plums, a lamp, a kettle')).status).toBe(204);
    const { rows } = await production.database.admin.query(`SELECT count(DISTINCT unit_id)::int AS units FROM person`);
    expect(rows).toEqual([{ units: 1 }]);
  });
});
