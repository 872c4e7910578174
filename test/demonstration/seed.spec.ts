import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { passphrase } from '../../scripts/seed/accounts.ts';
import { published } from '../../scripts/seed/cohort.ts';
import { loadOnce } from '../../scripts/seed/load.ts';
import { seedCases, type Seeded } from '../../scripts/seed/seed-cases.ts';
import { isPrintedCode } from '../../src/kernel/case-code.ts';
import type { Config } from '../../src/platform/config.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { roles } from '../../src/policy/index.ts';
import { openHouse, type House } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';

const now = new Date('2026-03-11T06:30:00Z');
const folder = mkdtempSync(join(tmpdir(), 'demonstration-'));
const child = `age_band IN ('0-2', '3-5', '6-11', '12-14', '15-17')`;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the demonstration', () => {
  const house = openHouse();
  let seeded: Seeded;
  const number = async (text: string): Promise<number> =>
    Number((await house.rows<{ n: string }>(`SELECT count(*) AS n FROM ${text}`))[0]?.n);

  it('holds as many people as came back in July 2022', async () => {
    seeded = (await loadOnce(inFolder(house.config), { cases: published.people, now }))!;
    expect(await number('case_core')).toBe(146);
    expect(await number(`case_profile WHERE ${child}`)).toBe(104);
    expect(await number(`case_profile WHERE NOT ${child} AND sex = 'female'`)).toBe(42);
    expect(await number(`case_profile WHERE 'child' = ANY (roles)`)).toBe(104);
    expect(await number(`case_need WHERE need_code = 'guardianship'`)).toBe(8);
    expect(await number(`case_need WHERE need_code = 'contact-with-parent'`)).toBe(21);
    expect(await number(`case_profile WHERE roles @> '{child,mother}'`)).toBe(1);
    const stages = await house.rows<{ status: string }>('SELECT DISTINCT status FROM case_core ORDER BY status');
    expect(stages.map(({ status }) => status)).toEqual(['active', 'assessed', 'closed', 'in_review', 'on_hold', 'planned', 'registered']);
  });

  it('loads once: a second time changes nothing, and production gets nobody', async () => {
    const before = await house.rows('SELECT c::text, p::text FROM case_core c, person p ORDER BY c.id, p.id');
    expect(await loadOnce(inFolder(house.config), { cases: 10, now })).toBeNull();
    expect(await house.rows('SELECT c::text, p::text FROM case_core c, person p ORDER BY c.id, p.id')).toEqual(before);
    await expect(loadOnce({ ...inFolder(house.config), mode: 'production' }, { cases: 10, now })).rejects.toThrow('production');
  });

  it('tells the accounts to whoever starts it', async () => {
    const accounts = JSON.parse(readFileSync(join(folder, 'accounts.json'), 'utf8')) as { role: string; login: string; password: string }[];
    expect(new Set(accounts.map(({ role }) => role))).toEqual(new Set(seeded.people.map(({ role }) => role)));
    expect(accounts.slice(0, 2)).toMatchObject([{ login: 'social-worker.1@demo.example' }, { login: 'social-worker.2@demo.example' }]);
    expect(accounts.every(({ password }) => password.length >= 15)).toBe(true);
  });

  it('gives every open case one open contact and one review, with each reminder in the ledger promised or settled', async () => {
    const open = `status IN ('planned', 'due', 'missed')`;
    const wrong = await house.rows(
      `SELECT c.id FROM case_core c LEFT JOIN follow_up f ON f.case_id = c.id AND f.type = 'contact' AND f.${open}
       GROUP BY c.id HAVING count(f.id) <> CASE WHEN c.status = 'closed' THEN 0 ELSE 1 END`,
    );
    expect(wrong).toEqual([]);
    expect(await number(`follow_up f WHERE f.type = 'review' AND f.${open}`)).toBe(await number(`case_core WHERE status <> 'closed'`));
    expect(await number(`follow_up f WHERE NOT EXISTS (SELECT 1 FROM follow_up_dispatch d WHERE d.follow_up_id = f.id)`)).toBe(0);
    const unpromised = `follow_up_dispatch d LEFT JOIN platform.outbox o ON o.kind = 'remind-follow-up' AND o.subject_id = d.id AND o.due_at = d.due_at
      WHERE o.id IS NULL OR (d.state = 'waiting') <> (o.state = 'open')`;
    expect(await number(unpromised)).toBe(0);
    expect(await house.rows(`SELECT 1 FROM follow_up_dispatch WHERE (state = 'waiting') <> (due_at > $1)`, [now])).toEqual([]);
    const states = await house.rows<{ status: string; n: number }>(
      `SELECT status, count(*)::int AS n FROM follow_up WHERE ${open} GROUP BY status`,
    );
    expect(states.map(({ status }) => status).sort()).toEqual(['due', 'missed', 'planned']);
    expect(
      await number(`follow_up_dispatch d WHERE state = 'sent' AND NOT EXISTS (SELECT 1 FROM notification n WHERE n.cause_id = d.id)`),
    ).toBe(0);
  });

  it('has an account for every role there is, and each opens', async () => {
    const held = roles.filter(({ persona }) => persona !== 'p_system' && persona !== 'p_guest').map(({ name }) => name);
    expect([...new Set(seeded.people.map(({ role }) => role))].sort()).toEqual([...held].sort());
    for (const role of held) await signIn(house, seeded.people.find((each) => each.role === role)!.login);
    const { socialWorker, supervisor } = seeded;
    const mine = await number(`case_core WHERE worker_id = '${socialWorker.id}'`);
    expect(mine).toBeGreaterThan(10);
    expect(mine).toBeLessThanOrEqual(25);
    const list = await house.app.inject({ url: '/cases', headers: { cookie: await signIn(house, socialWorker.login) } });
    expect(list.json<{ items: unknown[] }>().items.length).toBeGreaterThan(10);
    expect(supervisor.unitId).toBe(socialWorker.unitId);
  });

  it('names nobody, and holds no day of birth', async () => {
    let all = '';
    for (const table of ['case_profile', 'case_anchor', 'case_narrative', 'case_need'])
      all += JSON.stringify(await house.rows(`SELECT * FROM ${table}`));
    // Days that may stand in a case: of arrival, registration, placement and work; all after the return began.
    const days = all.match(/\d{4}-\d{2}-\d{2}/g) ?? [];
    expect(days.filter((each) => each < '2022-07-25')).toEqual([]);
    const people = await house.rows<{ display_name: string; login: string }>('SELECT display_name, login FROM person');
    for (const { display_name, login } of people) {
      expect(display_name).toMatch(/^[A-Z][a-z]+( [a-z]+)* [A-Z][a-z]+( \d+)?$/);
      expect(login).toMatch(/^[a-z-]+\.\d+@demo\.example$/);
    }
    const codes = await house.rows<{ code: string }>('SELECT code FROM case_core');
    expect(codes.every(({ code }) => isPrintedCode(code))).toBe(true);
  });

  it('opens nothing for bodies of security and defence', async () => {
    expect(await number(`agency WHERE type IN ('security', 'defence')`)).toBe(0);
    expect(await number('agency')).toBe(17);
  });

  it('offers every kind of service somewhere, to be found; some is full, some nobody has confirmed', async () => {
    const kinds = shippedReference().ids('service-type');
    const offered = await house.rows<{ kind: string }>('SELECT DISTINCT service_type AS kind FROM service ORDER BY 1');
    expect(offered.map(({ kind }) => kind)).toEqual(kinds.toSorted());
    for (const state of [
      'free_places = 0',
      'free_places > 0',
      'verified_at IS NULL',
      `verified_at < '2025-12-11Z'`,
      `verified_at > '2026-01-01Z'`,
    ])
      expect([state, (await number(`service WHERE ${state}`)) > 0]).toEqual([state, true]);
    const astray = `service s JOIN unit u ON u.id = s.receiving_unit_id LEFT JOIN person p ON p.id IN (s.escalation_contact_id, s.deputy_id, s.verified_by_id)
      WHERE u.agency_id <> s.agency_id OR p.agency_id <> s.agency_id`;
    expect(await number(astray)).toBe(0);
    const cookie = await signIn(house, seeded.socialWorker.login);
    const found = await house.app.inject({
      url: '/services/find?need=school-place&ageBand=6-11&region=TJ-SU&language=tg',
      headers: { cookie },
    });
    expect(found.json<{ items: object[] }>().items[0]).toMatchObject({ offered: true });
  });

  it('plans as the product itself does', async () => {
    const cookie = await signIn(house, seeded.socialWorker.login);
    const [newest] = await house.rows<{ case_id: string; at: Date }>(
      `SELECT f.case_id, min(d.due_at) AS at FROM follow_up f JOIN follow_up_dispatch d ON d.follow_up_id = f.id
       WHERE f.status = 'planned' AND f.type = 'contact' AND f.risk_basis = 'high' GROUP BY f.case_id HAVING count(*) = 5 LIMIT 1`,
    );
    const offsets = (caseId: string): Promise<unknown[]> =>
      house.rows(
        `SELECT d.kind, d.due_at::time AS time, d.state, d.due_at::date - f.due_on AS days, f.type FROM follow_up f
         JOIN follow_up_dispatch d ON d.follow_up_id = f.id WHERE f.case_id = $1 AND f.type = 'contact' AND f.status = 'planned' ORDER BY d.due_at`,
        [caseId],
      );
    // Seven days before the day that the other follow-up is due on, the same must come out.
    await house.clock.moveTo(new Date(Number(newest!.at) - 4 * 86_400_000));
    const reply = await house.app.inject({
      method: 'POST',
      url: '/cases',
      headers: { 'x-homeward': '1', cookie, 'idempotency-key': 'the-same-as-the-product' },
      payload: {
        country: 'TJ',
        region: 'TJ-SU',
        legalBasis: 'consent',
        birthQuarter: '2015-Q3',
        sex: 'female',
        language: 'tg',
        arrivedOn: '2022-07-25',
      },
    });
    expect(reply.statusCode).toBe(201);
    const made = await offsets(reply.json<{ id: string }>().id);
    expect(made).toHaveLength(5);
    expect((await offsets(newest!.case_id)).map((row) => ({ ...(row as object), state: 'waiting' }))).toEqual(made);
    const promises = (caseId: string): Promise<unknown[]> =>
      house.rows(
        `SELECT o.kind, o.asked_by, o.asked_as, o.attempts, o.rings_again_at::text FROM platform.outbox o JOIN follow_up_dispatch d ON d.id = o.subject_id
         JOIN follow_up f ON f.id = d.follow_up_id WHERE f.case_id = $1 AND f.status = 'planned'`,
        [caseId],
      );
    expect((await promises(newest!.case_id))[0]).toEqual((await promises(reply.json<{ id: string }>().id))[0]);
  });
});

describe('the same numbers', () => {
  it('give the same people, and another seed gives others', async () => {
    const first = await codesOf({ cases: 50 });
    expect(await codesOf({ cases: 50 })).toEqual(first);
    expect(await codesOf({ cases: 50, seed: 7 })).not.toEqual(first);
  }, 60_000);

  it('keep the proportions at any size', async () => {
    await inDatabase(async (client) => {
      await seedCases(client, { cases: 2_000, now, passwordHash });
      const one = async (text: string): Promise<number> =>
        Number((await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${text}`)).rows[0]?.n);
      expect(await one(`case_profile WHERE ${child}`)).toBe(1_425);
      expect(await one(`case_profile WHERE sex = 'female' AND NOT ${child}`)).toBe(575);
      expect(await one(`case_need WHERE need_code = 'guardianship'`)).toBe(114);
      const most = await client.query<{ n: number }>(
        'SELECT max(n)::int AS n FROM (SELECT count(*) AS n FROM case_core GROUP BY worker_id) load',
      );
      expect(most.rows[0]?.n).toBe(25);
      expect(await one("(SELECT unit_id FROM person WHERE role = 'social-worker' GROUP BY unit_id HAVING count(*) > 5) big")).toBe(0);
    });
  }, 60_000);
});

const inFolder = (config: Config): Config => ({ ...config, dataDir: folder });

const passwordHash = '$argon2id$nobody signs in here';

async function codesOf(sized: { cases: number; seed?: number }): Promise<string[]> {
  return inDatabase(async (client) => {
    await seedCases(client, { ...sized, now, passwordHash });
    const { rows } = await client.query<{ row: string }>(
      `SELECT c::text || f::text || p::text AS row FROM case_core c JOIN follow_up f ON f.case_id = c.id JOIN case_profile p ON p.case_id = c.id
       UNION ALL SELECT r::text || s::text || p::text FROM referral r JOIN referral_source s ON s.referral_id = r.id JOIN referral_package p ON p.referral_id = r.id
       ORDER BY row`,
    );
    return rows.map(({ row }) => row);
  });
}

async function inDatabase<T>(act: (client: Client) => Promise<T>): Promise<T> {
  const database = await freshDatabase();
  try {
    return await act(database.admin);
  } finally {
    await database.drop();
  }
}

async function signIn(house: House, login: string): Promise<string> {
  const payload = { login, password: passphrase };
  const reply = await house.app.inject({ method: 'POST', url: '/session', headers: { 'x-homeward': '1' }, payload });
  expect([login, reply.statusCode]).toEqual([login, 201]);
  return String(reply.headers['set-cookie']).split(';')[0] ?? '';
}
