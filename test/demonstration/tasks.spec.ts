import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { passphrase } from '../../scripts/seed/accounts.ts';
import { published } from '../../scripts/seed/cohort.ts';
import { loadOnce } from '../../scripts/seed/load.ts';
import { openHouse } from '../support/app.ts';

const now = new Date('2026-03-11T06:30:00Z');
const folder = mkdtempSync(join(tmpdir(), 'demonstration-'));
const house = openHouse();
const headers = { 'x-homeward': '1' };

interface OpenCase {
  readonly id: string;
  readonly login: string;
}
let open: readonly OpenCase[];
const cookies = new Map<string, string>();

beforeAll(async () => {
  await loadOnce({ ...house.config, dataDir: folder }, { cases: published.people, now });
  await house.clock.moveTo(now);
  open = await house.rows<OpenCase>(
    `SELECT c.id, p.login FROM case_core c JOIN person p ON p.id = c.worker_id WHERE c.status <> 'closed' ORDER BY c.id`,
  );
  for (const login of new Set(open.map((each) => each.login))) {
    const reply = await house.app.inject({ method: 'POST', url: '/session', headers, payload: { login, password: passphrase } });
    cookies.set(login, String(reply.headers['set-cookie']).split(';')[0] ?? '');
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything of the tasks of all open cases but what is drawn for each. What is due within hours is told by the hour: the clock runs. */
const planned = () =>
  house.rows(
    `SELECT s.case_id, t.template, t.owner_unit_id, t.owner_agency_id, t.of_team, t.priority, t.status, t.due_on, date_trunc('hour', t.due_at) AS due_at,
       date_trunc('hour', t.opened_at) AS opened_at, date_trunc('hour', t.worked_since) AS worked_since, t.round_hours, t.package_open, t.sharing_ended,
       t.version, t.worker_id, t.unit_id, t.supervisor_unit_id, t.specialist_unit_id, t.sealed,
       s.from_template, s.occurrence, s.restarts, s.waits_for, s.created_by_id, s.age_at_edge, s.confirmed, s.worker_id AS source_worker_id, s.sealed AS source_sealed,
       k.last_kind, k.next_kind, date_trunc('hour', k.next_at) AS next_at, k.version AS clock_version
     FROM task t JOIN task_source s ON s.task_id = t.id JOIN task_clock k ON k.id = t.id JOIN case_core c ON c.id = s.case_id
     WHERE c.status <> 'closed' ORDER BY s.case_id, t.template`,
  );

/** An edit of every open case, by its worker. */
async function editAll(district: string): Promise<void> {
  for (const { id, login } of open) {
    const cookie = cookies.get(login) ?? '';
    const { headers: read } = await house.app.inject({ url: `/cases/${id}`, headers: { cookie } });
    const edit = { method: 'PATCH', url: `/cases/${id}`, headers: { ...headers, cookie, 'if-match': String(read.etag) } } as const;
    const { statusCode } = await house.app.inject({ ...edit, payload: { district } });
    expect(statusCode).toBe(200);
  }
}

describe('the tasks of the demonstration', () => {
  it('are there for every open case, and for no other', async () => {
    const without = await house.rows(
      `SELECT c.id FROM case_core c WHERE (c.status = 'closed') = EXISTS (SELECT FROM task_source s WHERE s.case_id = c.id)`,
    );
    expect(without).toEqual([]);
    expect((await planned()).length).toBeGreaterThan(open.length * 5);
  });

  it('have each one owner who is at work, one due day, and one ladder that somebody will be told on (R-16)', async () => {
    const orphans = await house.rows(
      `SELECT t.id FROM task t LEFT JOIN task_source s ON s.task_id = t.id LEFT JOIN task_clock k ON k.id = t.id
         LEFT JOIN unit u ON u.id = t.owner_unit_id AND u.active AND u.agency_id = t.owner_agency_id
       GROUP BY t.id HAVING NOT (count(s.task_id) = 1 AND count(k.id) = 1 AND count(k.next_at) = 1 AND count(u.id) = 1 AND count(t.due_on) = 1
         AND min(t.due_on) >= $1::date AND (NOT bool_or(t.of_team) OR min(t.owner_unit_id::text) = min(t.unit_id::text)))`,
      [now],
    );
    expect(orphans).toEqual([]);
  });

  it('are all that the product asks for: an edit adds none', async () => {
    const before = await planned();
    await editAll('District 1');
    expect(await planned()).toEqual(before);
  }, 60_000);

  it('are those that the product plans where there are none', async () => {
    const seeded = await planned();
    await house.rows('DELETE FROM task_clock');
    await house.rows('DELETE FROM task_source');
    await house.rows('DELETE FROM task');
    await editAll('District 2');
    expect(await planned()).toEqual(seeded);
  }, 60_000);
});
