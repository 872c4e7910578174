import 'reflect-metadata';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Client } from 'pg';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/platform/config.ts';
import { startEmbeddedDatabase } from '../../src/platform/embedded-database.ts';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { connected } from './copies.ts';
import { cpuOfFamily, parentOf } from './cpu.ts';
import { Processes } from './processes.ts';

/** What one sweep cost. */
interface Swept {
  readonly promised: number;
  readonly cpuMs: { readonly app: number; readonly db: number };
  readonly wallMs: number;
}

const types = ['contact', 'review', 'risk-review', 'age-band-review'];
const steps = ['soon-due', 'due', 'supervisor', 'focal-point', 'coordinator'];
const secret = 'a secret for the bench alone, known to everybody';

/** Loads so many open follow-ups, of which some are due and their promises lost, and measures the sweep that finds and promises them. */
export async function benchSweep(args: readonly string[]): Promise<void> {
  const options = { 'follow-ups': { type: 'string', default: '1000000' }, due: { type: 'string', default: '10000' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const [followUps, due] = [Number(values['follow-ups']), Number(values.due)];
  const folder = resolve('.data', `bench-sweep-${process.pid}`);
  const processes = new Processes(folder);
  const server = await startEmbeddedDatabase({ dataDir: folder, isDurable: false });
  try {
    const shared = { HOMEWARD_SECRET: secret, DATA_DIR: join(folder, 'app'), HOMEWARD_MODE: 'production', LOG_LEVEL: 'silent' };
    const env = { ...shared, DATABASE_URL: server.url, MIGRATION_DATABASE_URL: server.url };
    await processes.finish('scripts/migrate.js', [], env);
    const admin = await connected(server.url);
    const began = performance.now();
    await load(admin, followUps, due);
    const loadedInSeconds = Math.round((performance.now() - began) / 1000);
    const app = await createApp(readConfig({ ...shared, DATABASE_URL: server.url }));
    await app.init();
    const { rows } = await admin.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const serverPid = parentOf(rows[0]?.pid ?? 0);
    const sweep = app.get(Sweep, { strict: false });
    const first = await measured(admin, serverPid, () => sweep.run());
    const second = await measured(admin, serverPid, () => sweep.run());
    process.stdout.write(
      `${JSON.stringify({ followUps, lines: followUps * steps.length, due, loadedInSeconds, first, second }, null, 2)}\n`,
    );
    await app.close();
    await admin.end();
  } finally {
    await processes.endAll();
    await server.stop();
    await server.ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(admin: Client, serverPid: number, act: () => Promise<void>): Promise<Swept> {
  const promises = async (): Promise<number> =>
    Number(
      (await admin.query<{ n: string }>(`SELECT count(*) AS n FROM platform.outbox WHERE created_at > now() - interval '1 hour'`)).rows[0]
        ?.n,
    );
  const before = await promises();
  const [cpu, db, wall] = [process.cpuUsage(), cpuOfFamily(serverPid), performance.now()];
  await act();
  const used = process.cpuUsage(cpu);
  const cpuMs = { app: Math.round((used.user + used.system) / 1000), db: Math.round(cpuOfFamily(serverPid) - db) };
  const wallMs = Math.round(performance.now() - wall);
  return { promised: (await promises()) - before, cpuMs, wallMs };
}

/** Four follow-ups a case, five lines each, every line promised but those of the due ones. */
async function load(admin: Client, followUps: number, due: number): Promise<void> {
  const tables = ['case_core', 'follow_up', 'follow_up_dispatch'];
  const unit = 'gen_random_uuid() AS unit_id, gen_random_uuid() AS agency_id, gen_random_uuid() AS person_id';
  await admin.query(`CREATE TABLE bench_place AS SELECT ${unit}`);
  await admin.query(
    `INSERT INTO agency (id, code, name, type, country) SELECT agency_id, 'BENCH', 'Bench', 'social', 'TJ' FROM bench_place`,
  );
  await admin.query(`INSERT INTO unit (id, agency_id, name) SELECT unit_id, agency_id, 'Bench' FROM bench_place`);
  await admin.query(
    `INSERT INTO person (id, login, display_name, role, unit_id, agency_id) SELECT person_id, 'bench', 'Bench', 'social-worker', unit_id, agency_id FROM bench_place`,
  );
  for (const table of tables) await admin.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await admin.query(
    `INSERT INTO case_core (id, code, alias, status, phase, priority, risk, country, legal_basis, worker_id, unit_id, supervisor_unit_id, sealed, version)
     SELECT gen_random_uuid(), 'B' || n, n, 'active', 'P4', 'normal', 'low', 'TJ', 'consent', p.person_id, p.unit_id, p.unit_id, false, 1
     FROM generate_series(1, ${Math.ceil(followUps / types.length)}) AS n, bench_place p`,
  );
  await admin.query(
    `INSERT INTO follow_up (id, case_id, type, status, due_on, risk_basis, country, reckoned_by, planned_on, worker_id, unit_id, supervisor_unit_id, sealed, version)
     SELECT gen_random_uuid(), c.id, t.type, 'planned', current_date + 30, 'low', 'TJ', $1, current_date + 30, c.worker_id, c.unit_id, c.supervisor_unit_id, false, 1
     FROM case_core c, unnest($2::text[]) AS t (type)`,
    [shippedReference().reckoning('TJ'), types],
  );
  await admin.query(
    `INSERT INTO follow_up_dispatch (id, follow_up_id, kind, due_at, state, version)
     SELECT gen_random_uuid(), f.id, s.kind, CASE WHEN f.n <= ${due} AND s.place = 1 THEN now() - interval '5 minutes'
       ELSE now() + interval '1 day' * (1 + f.n % 60 + s.place) END, 'waiting', 1
     FROM (SELECT id, row_number() OVER () AS n FROM follow_up) f, unnest($1::text[]) WITH ORDINALITY AS s (kind, place)`,
    [steps],
  );
  await admin.query(
    `INSERT INTO platform.outbox (kind, subject_id, due_at, asked_as, created_at)
     SELECT 'remind-follow-up', id, due_at, 'system', now() - interval '2 days' FROM follow_up_dispatch WHERE due_at > now()`,
  );
  for (const table of tables) await admin.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  await admin.query('VACUUM (ANALYZE)');
}
