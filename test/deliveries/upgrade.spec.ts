import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.ts';
import { readConfig } from '../../src/platform/config.ts';
import { migrationSource } from '../../src/platform/data-source.ts';
import { bootstrap } from '../../src/platform/database/bootstrap.ts';
import type { House } from '../support/app.ts';
import { Planter } from '../support/leaks-rows.ts';

const name = `upgrade_${randomBytes(6).toString('hex')}`;
const server = new URL(process.env.TEST_DATABASE_URL ?? '');
const urlOf = (database: string): string => Object.assign(new URL(server), { pathname: `/${database}` }).href;
let client: Client;

async function onServer(text: string): Promise<void> {
  const one = new Client({ connectionString: urlOf('postgres') });
  await one.connect();
  await one.query(text);
  await one.end();
}

/** Lets the migrations up to a number run, or all there are. */
async function migrated(before: number): Promise<void> {
  Object.assign(process.env, { DATABASE_URL: urlOf(name), HOMEWARD_SECRET: 'a secret for tests alone, known to everybody' });
  Object.assign(process.env, { HOMEWARD_MODE: 'test', DATABASE_ROLE_PREFIX: 'test_', LOG_LEVEL: 'silent' });
  const config = { ...readConfig(process.env), migrationDatabaseUrl: urlOf(name), mode: 'test' as const };
  await bootstrap(config);
  const source: DataSource = await migrationSource(
    config,
    migrations.filter((each) => Number(/\d+$/.exec(each.name)?.[0]) < before),
  ).initialize();
  await source.runMigrations();
  await source.destroy();
}

beforeAll(async () => {
  await onServer(`CREATE DATABASE ${name}`);
  await migrated(1_795_000_000_217);
  client = new Client({ connectionString: urlOf(name) });
  await client.connect();
}, 120_000);
afterAll(async () => {
  await client.end();
  await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
});

it('What was logged before keeps its place: corrected rows are known as such, who did not come got nothing, and the history gains no line', async () => {
  const [id, unitId, agencyId] = [randomUUID(), randomUUID(), randomUUID()];
  const rows = async (text: string, values: unknown[] = []) => (await client.query(text, values)).rows as Record<string, unknown>[];
  await rows(`INSERT INTO agency (id, code, name, type, country) VALUES ($1, 'A1', 'One', 'social', 'TJ')`, [agencyId]);
  await rows(`INSERT INTO unit (id, agency_id, name, region) VALUES ($1, $2, 'Unit', 'TJ-DU')`, [unitId, agencyId]);
  await rows(`INSERT INTO person (id, login, display_name, role, unit_id, agency_id) VALUES ($1, 'one', 'One', 'partner-worker', $2, $3)`, [
    id,
    unitId,
    agencyId,
  ]);
  const planter = await Planter.in({ rows } as unknown as House);
  const owner = { id, unitId, agencyId } as never;
  const referral = await planter.plant('referral', owner);
  await planter.plant('referral_source', owner, { referral_id: referral.id }, 'referral_id');
  const log = (given: object) => planter.plant('delivery', owner, { referral_id: referral.id, corrects_id: null, units: null, ...given });
  const wrong = await log({ attendance: 'attended', units: 4 });
  const right = await log({ attendance: 'attended', units: 2, corrects_id: wrong.id });
  const noShow = await log({ attendance: 'did-not-attend' });
  const service = await planter.plant('service', owner, {
    agency_id: agencyId,
    receiving_unit_id: unitId,
    region: 'TJ-SU',
    place: 'By the mill',
  });
  const draft = await planter.plant('referral', owner, { status: 'draft', sent_at: null });
  const { case_id: caseId } = await planter.plant('referral_source', owner, { referral_id: draft.id }, 'referral_id');
  await rows(`UPDATE case_core SET status = 'active' WHERE id = $1`, [caseId]);
  const history = async () => (await rows('SELECT count(*)::int AS n FROM change_log'))[0]!.n as number;
  const before = await history();
  expect(before).toBeGreaterThan(2);
  await migrated(Number.POSITIVE_INFINITY);
  // What was prepared before waits to be sent, and somebody is reminded.
  const waits = `SELECT s.unsent_since IS NOT NULL AS waits, k.next_kind FROM referral_source s LEFT JOIN referral_clock k
    ON k.referral_id = s.referral_id AND k.about = 'unsent' WHERE s.referral_id = $1`;
  expect(await rows(waits, [draft.id])).toEqual([{ waits: true, next_kind: 'worker' }]);
  expect(await rows(waits, [referral.id])).toEqual([{ waits: false, next_kind: null }]);
  expect(await rows('SELECT sites FROM service WHERE id = $1', [service.id])).toEqual([
    { sites: [{ name: null, region: 'TJ-SU', address: 'By the mill', city: null, hours: [] }] },
  ]);
  const found = await rows('SELECT id, status, units, overdue, back_dated, confirm_by, to_unit_id = by_unit_id AS is_theirs FROM delivery');
  const plain = { is_theirs: true, overdue: false, back_dated: false, confirm_by: null };
  expect(Object.fromEntries(found.map(({ id: of, ...row }) => [of, row]))).toEqual({
    [wrong.id as string]: { status: 'corrected', units: 4, ...plain },
    [right.id as string]: { status: 'recorded', units: 2, ...plain },
    [noShow.id as string]: { status: 'recorded', units: 0, ...plain },
  });
  expect(await history()).toBe(before);
  expect(await rows(`SELECT FROM pg_class WHERE relname = 'delivery' AND relforcerowsecurity`)).toHaveLength(1);
  expect(await rows(`SELECT FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'`)).toEqual([]);
}, 60_000);
