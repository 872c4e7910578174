import 'reflect-metadata';
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { keyFor, urlFor } from '../../src/platform/config.ts';
import { openDemonstrationClock } from '../../src/platform/database/bootstrap.ts';
import { signContext, type Actor } from '../../src/platform/database/context.ts';
import { personas, type Persona } from '../../src/platform/database/roles.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { actor, castOf, type Cast } from '../support/policy-cast.ts';
import { tables } from '../support/policy-catalogue.ts';
import { Dice } from '../support/policy-dice.ts';
import { boundless, expectedGrants } from '../support/policy-expected.ts';
import { attempt, genuine, under } from '../support/policy-walls.ts';
import { settle } from '../support/policy-world.ts';

const satellites = [
  'case_profile',
  'case_anchor',
  'case_situation',
  'case_need',
  'case_narrative',
  'follow_up',
  'consent',
  'case_protection',
];
const ofCases = ['case_core', ...satellites];
/** Tables of a case with a law of their own beside its team. */
const ofHealth = ['case_health', 'case_clinical', 'case_disclosure'];

let database: TestDatabase;
let cast: Cast;
let names: string[];
/** The connection of the running system, with the first wall taken away: whatever text is sent, it runs. */
let app: Client;

beforeAll(async () => {
  database = await freshDatabase();
  const dice = new Dice(7);
  for (let world = 0; world < 16; world += 1) await settle(database.admin, dice);
  // In every unit one referral is accepted and one only sent, both with a package that would be open.
  await database.admin.query(
    `WITH ranked AS (SELECT r.id, row_number() OVER (PARTITION BY r.to_unit_id ORDER BY r.id) AS n
       FROM referral r JOIN referral_package p ON p.referral_id = r.id)
     UPDATE referral r SET status = CASE n WHEN 1 THEN 'accepted' ELSE 'sent' END, package_open = true FROM ranked WHERE ranked.id = r.id AND n <= 2`,
  );
  cast = await castOf(database.admin);
  names = (await tables(database.admin)).map(({ name }) => name);
  app = new Client({ connectionString: urlFor(database.config, 'app_login') });
  await app.connect();
}, 60_000);
afterAll(async () => {
  await app.end();
  await database.drop();
});
beforeEach(() => app.query('BEGIN'));
afterEach(() => app.query('ROLLBACK'));

const held = (persona: Persona, table: string): string =>
  (expectedGrants as Record<string, Record<string, string>>)[table]?.[persona] ?? '';
const reach = (persona: Persona): readonly string[] => boundless[persona] ?? [];
const as = <T>(who: Actor, act: () => Promise<T>, context = genuine(database.config, who)): Promise<T> =>
  under(app, database.config.rolePrefix + who.persona, context, act);
const run = (who: Actor, text: string, values: unknown[] = [], context?: string): ReturnType<typeof attempt> =>
  as(who, () => attempt<Record<string, unknown>>(app, text, values), context);
const real = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> => (await database.admin.query(text, values)).rows as Row[];

describe.each(personas)('%s, a stranger with a genuine context and no first wall', (persona) => {
  const stranger = actor(persona);

  it('reads no row but those the law gives to everybody, and no table without a grant', async () => {
    for (const table of names) {
      const { refused, count } = await run(stranger, `SELECT * FROM ${table}`);
      const [all] = await real<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
      const may = held(persona, table).includes('r');
      expect({ table, refused, count }).toEqual({
        table,
        refused: may ? null : '42501',
        count: may && reach(persona).includes(table) ? all?.n : 0,
      });
    }
  });

  it('changes, adds and deletes nothing', async () => {
    for (const table of names.filter((each) => !reach(persona).includes(each))) {
      const [column] = await real<{ name: string }>(
        'SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1',
        [table],
      );
      const [row] = await real<{ row: unknown }>(`SELECT to_json(t) AS row FROM ${table} t LIMIT 1`);
      const may = held(persona, table);
      const update = await run(stranger, `UPDATE ${table} SET "${column?.name}" = "${column?.name}"`);
      expect({ table, ...update }).toMatchObject({ table, refused: may.includes('w') ? null : '42501', count: 0 });
      expect({ table, ...(await run(stranger, `DELETE FROM ${table}`)) }).toMatchObject({ table, refused: '42501' });
      expect({ table, ...(await run(stranger, `TRUNCATE ${table} CASCADE`)) }).toMatchObject({ table, refused: '42501' });
      // Where the right to add exists at all, a row in somebody else's scope is what the policies refuse.
      const insert = await run(stranger, `INSERT INTO ${table} SELECT * FROM json_populate_record(NULL::${table}, $1)`, [
        JSON.stringify(row?.row ?? {}),
      ]);
      expect({ table, ...insert }).toMatchObject({ table, refused: '42501' });
    }
  });

  it('deletes nothing in what is open to it either, except settled promises', async () => {
    for (const table of reach(persona)) {
      const refused = held(persona, table).includes('d') ? null : '42501';
      expect({ table, ...(await run(stranger, `DELETE FROM ${table}`)) }).toMatchObject({ table, refused });
    }
  });
});

describe('a context that is not genuine', () => {
  const key = (): Buffer => keyFor(database.config, 'database-context');
  const sealed = (body: string): string => `${body}|${createHmac('sha256', key()).update(body).digest('hex')}`;
  const forgeries: readonly (readonly [what: string, context: (who: Actor) => string])[] = [
    ['none at all', () => ''],
    ['words', () => 'let me in'],
    ['bars', () => '||||||||'],
    ['one with a mac of zeros', (who) => genuine(database.config, who).replace(/[^|]+$/, '0'.repeat(64))],
    ['one without a mac', (who) => genuine(database.config, who).replace(/[^|]+$/, '')],
    [
      'one whose person was replaced',
      (who) => genuine(database.config, actor(who.persona)).replace(/^(1\|[^|]+\|[^|]+\|)[^|]+/, `$1${who.id}`),
    ],
    ['one whose end was put off', (who) => genuine(database.config, who, Date.now() - 120_000).replace(/\d+(?=\|[^|]+$)/, '99999999999')],
    ['one that expired a second ago', (who) => genuine(database.config, who, Date.now() - 61_000)],
    ['one of another installation', (who) => signContext(who, randomBytes(32), null, Date.now())],
    [
      'one under a key that does not exist',
      (who) =>
        sealed(
          genuine(database.config, who)
            .replace(/\|[^|]+$/, '')
            .replace(/^1/, '2'),
        ),
    ],
    ['one that says more than it should', (who) => sealed(`${genuine(database.config, who).replace(/\|[^|]+$/, '')}|more`)],
    ...personas.map(
      (other) =>
        [
          `a genuine one for ${other}`,
          (who: Actor) => (who.persona === other ? '' : genuine(database.config, { ...who, persona: other })),
        ] as const,
    ),
  ];

  it.each(forgeries)('reads nothing under any persona: %s', async (_, context) => {
    const everybody = [cast.worker, cast.supervisor, ...personas.slice(2).map((persona) => actor(persona, { ...cast.worker }))];
    for (const who of everybody) {
      for (const table of names.filter((each) => held(who.persona, each).includes('r'))) {
        expect({ who: who.persona, table, ...(await run(who, `SELECT * FROM ${table}`, [], context(who))) }).toMatchObject({
          table,
          refused: null,
          count: 0,
        });
      }
    }
  });

  it('while a genuine one does', async () => {
    for (const table of ofCases) expect((await run(cast.worker, `SELECT * FROM ${table} WHERE true`)).refused).toBeNull();
    expect((await run(cast.worker, 'SELECT * FROM case_core')).count).toBeGreaterThan(0);
    expect((await run(cast.supervisor, 'SELECT * FROM case_core')).count).toBeGreaterThan(0);
  });

  it('is written nowhere as anybody’s', async () => {
    await app.query('SELECT 1');
    const forged = genuine(database.config, cast.worker).replace(/[^|]+$/, '0'.repeat(64));
    await as(cast.worker, () => app.query("SELECT audit.note('forged-request', 'read', 'case', '{}', '{}', 'shown')"), forged);
    await app.query('COMMIT');
    expect(await real("SELECT actor_id, actor_role FROM audit.event WHERE request_id = 'forged-request'")).toEqual([
      { actor_id: null, actor_role: null },
    ]);
  });

  it('sets nobody’s password, and a genuine one does not either', async () => {
    const admin = actor('p_admin');
    for (const context of ['', genuine(database.config, admin)]) {
      expect((await run(admin, "SELECT identity.set_password($1, '$argon2id$v=19$forged')", [cast.worker.id], context)).refused).toBe(
        '42501',
      );
    }
  });

  it.each([
    ['end_sessions_of', 'SELECT identity.end_sessions_of($1)'],
    ['invite', "SELECT identity.invite($1, sha256('token'))"],
  ])('moves no lever of the administrator: %s', async (_, text) => {
    const [person] = await real<{ id: string }>('SELECT id FROM person LIMIT 1');
    const admin = actor('p_admin');
    expect((await run(admin, text, [person?.id])).refused).toBeNull();
    for (const context of ['', genuine(database.config, cast.worker), genuine(database.config, admin, Date.now() - 61_000)]) {
      expect((await run(admin, text, [person?.id], context)).refused).toBe('42501');
    }
  });

  it('recalls nothing of what others asked for', async () => {
    const remember = 'SELECT platform.remember($1, $2, 200::smallint, $3)';
    const recall = "SELECT * FROM platform.recall($1, $2, 'POST /cases', sha256('body'))";
    const values = [cast.worker.id, 'a-key-of-theirs'];
    expect((await run(cast.worker, recall, values)).refused).toBeNull();
    expect((await run(cast.otherWorker, recall, values)).refused).toBe('42501');
    expect((await run(cast.otherWorker, remember, [...values, cast.otherCaseId])).refused).toBe('42501');
    expect((await run(cast.worker, recall, values, '')).refused).toBe('42501');
  });
});

describe('a social worker with the first wall taken away', () => {
  const mine = (table: string): Promise<{ n: number }[]> =>
    real(`SELECT count(*)::int AS n FROM ${table} WHERE worker_id = $1`, [cast.worker.id]);

  it('reads and changes the own cases and what hangs on them, and no other', async () => {
    for (const table of ofCases) {
      const [own] = await mine(table);
      const { rows } = await run(cast.worker, `SELECT worker_id FROM ${table}`);
      expect({ table, owners: [...new Set(rows.map((row) => (row as { worker_id: string }).worker_id))] }).toEqual({
        table,
        owners: own?.n === 0 ? [] : [cast.worker.id],
      });
      expect(rows).toHaveLength(own?.n ?? -1);
      if (!held('p_social_worker', `public.${table}`).includes('w')) continue;
      expect({ table, ...(await run(cast.worker, `UPDATE ${table} SET sealed = sealed`)) }).toMatchObject({
        table,
        refused: null,
        count: own?.n,
      });
    }
  });

  it('gives no case away by a plain change, and takes none', async () => {
    expect((await run(cast.worker, 'UPDATE case_core SET worker_id = $2 WHERE id = $1', [cast.caseId, cast.otherWorker.id])).refused).toBe(
      '42501',
    );
    expect((await run(cast.worker, 'UPDATE case_core SET worker_id = NULL WHERE id = $1', [cast.caseId])).refused).toBe('42501');
    expect(await run(cast.worker, 'UPDATE case_core SET worker_id = $2 WHERE id = $1', [cast.otherCaseId, cast.worker.id])).toMatchObject({
      refused: null,
      count: 0,
    });
  });

  it('opens no case for somebody else', async () => {
    const [row] = await real<{ row: { unit_id: string } }>('SELECT to_json(c) AS row FROM case_core c WHERE id = $1', [cast.caseId]);
    const unitId = row?.row.unit_id ?? '';
    const worker = actor('p_social_worker', { id: cast.worker.id, unitId });
    const mine = { unit_id: unitId, supervisor_unit_id: unitId, specialist_unit_id: null, sealed: false };
    const newborn = {
      status: 'registered',
      closure_reason: null,
      closure_requested_by_id: null,
      seal_reason: null,
      specialist_referral_id: null,
    };
    const open = (change: object): ReturnType<typeof attempt> => {
      const fresh = {
        ...row?.row,
        ...mine,
        ...newborn,
        id: '00000000-0000-4000-8000-00000000000a',
        code: 'a new one',
        alias: 9_999_999,
        ...change,
      };
      return run(worker, 'INSERT INTO case_core SELECT * FROM json_populate_record(NULL::case_core, $1)', [JSON.stringify(fresh)]);
    };
    expect((await open({})).refused).toBeNull();
    expect((await open({ worker_id: cast.otherWorker.id })).refused).toBe('42501');
    expect((await open({ worker_id: null })).refused).toBe('42501');
    for (const column of ['unit_id', 'supervisor_unit_id', 'specialist_unit_id'])
      expect((await open({ [column]: cast.otherUnitId })).refused).toBe('42501');
    expect((await open({ sealed: true })).refused).toBe('42501');
  });

  const need = `INSERT INTO case_need (id, case_id, domain, need_code, severity, noted_on, status, worker_id, unit_id, supervisor_unit_id, sealed, version)
    VALUES (gen_random_uuid(), $1, 'health', 'check-up', 'low', '2026-02-01', 'open', $2, $3, $3, true, 1) RETURNING *`;

  it('cannot forge whose a new row of a case is: it takes the scope of the case', async () => {
    const [core] = await real('SELECT worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed FROM case_core WHERE id = $1', [
      cast.caseId,
    ]);
    const { rows } = await run(cast.worker, need, [cast.caseId, cast.otherWorker.id, cast.otherUnitId]);
    expect(rows).toEqual([expect.objectContaining(core as object)]);
  });

  it('adds nothing to another’s case, nor to one that does not exist', async () => {
    expect((await run(cast.worker, need, [cast.otherCaseId, cast.worker.id, cast.otherUnitId])).refused).toBe('42501');
    expect((await run(cast.worker, need, [cast.worker.id, cast.worker.id, cast.otherUnitId])).refused).not.toBeNull();
  });

  it.each(['case_profile', 'case_anchor', 'case_situation', 'case_need', 'follow_up', 'consent'])(
    'cannot lift a row of %s out of its case',
    async (table) => {
      const [own] = await real<{ case_id: string; worker_id: string }>(
        `SELECT * FROM ${table} WHERE worker_id IS NOT NULL ORDER BY case_id LIMIT 1`,
      );
      const worker = actor('p_social_worker', { id: own?.worker_id ?? '' });
      const [core] = await real('SELECT worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed FROM case_core WHERE id = $1', [
        own?.case_id,
      ]);
      const lift = `UPDATE ${table} SET supervisor_unit_id = $2, unit_id = $2, specialist_unit_id = $2, sealed = NOT sealed WHERE case_id = $1 RETURNING *`;
      const lifted = await run(worker, lift, [own?.case_id, cast.otherUnitId]);
      for (const row of lifted.rows) expect(row).toEqual(expect.objectContaining(core as object));
      const [foreign] = await real<{ id: string }>('SELECT id FROM case_core WHERE worker_id <> $1 LIMIT 1', [worker.id]);
      const moved = await run(worker, `UPDATE ${table} SET case_id = $2 WHERE case_id = $1`, [own?.case_id, foreign?.id]);
      expect(moved.refused).not.toBeNull();
    },
  );
});

/** A social worker at work in the unit of a case, who has none yet. */
async function colleagueOn(caseId: string): Promise<Actor> {
  const [made] = await real<{ id: string }>(
    `INSERT INTO person (id, login, display_name, role, unit_id, agency_id)
     SELECT gen_random_uuid(), 'heir' || substr(gen_random_uuid()::text, 1, 8), 'Heir', 'social-worker', u.id, u.agency_id
     FROM case_core c JOIN unit u ON u.id = c.unit_id WHERE c.id = $1 RETURNING id`,
    [caseId],
  );
  return actor('p_social_worker', { id: made?.id ?? '' });
}

describe('a supervisor with the first wall taken away', () => {
  it('reads the cases of the own team, and nothing of a sealed one', async () => {
    for (const table of ofCases) {
      const [own] = await real<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE supervisor_unit_id = $1 AND NOT sealed`, [
        cast.supervisor.unitId,
      ]);
      const { rows } = await run(cast.supervisor, `SELECT supervisor_unit_id, sealed FROM ${table}`);
      expect(rows).toHaveLength(own?.n ?? -1);
      for (const row of rows) expect(row).toEqual({ supervisor_unit_id: cast.supervisor.unitId, sealed: false });
    }
  });

  it('takes along what was asked of other agencies, when a case changes hands', async () => {
    const [one] = await real<{ case_id: string; supervisor_unit_id: string; worker_id: string; referral_id: string }>(
      `SELECT s.* FROM referral_source s JOIN delivery d ON d.referral_id = s.referral_id JOIN referral_package p ON p.referral_id = s.referral_id
       WHERE NOT s.sealed AND s.worker_id IS NOT NULL LIMIT 1`,
    );
    const before = actor('p_social_worker', { id: one?.worker_id ?? '' });
    const heir = await colleagueOn(one?.case_id ?? '');
    const keys = { referral: 'id', referral_source: 'referral_id', referral_package: 'referral_id', delivery: 'referral_id' };
    const counts = async (who: Actor): Promise<boolean[]> => {
      const held: boolean[] = [];
      for (const [table, key] of Object.entries(keys))
        held.push((await run(who, `SELECT FROM ${table} WHERE ${key} = $1`, [one?.referral_id])).count > 0);
      return held;
    };
    expect(await counts(before)).toEqual([true, true, true, true]);
    const supervisor = actor('p_supervisor', { unitId: one?.supervisor_unit_id ?? '' });
    await as(supervisor, () => app.query('UPDATE case_core SET worker_id = $2 WHERE id = $1', [one?.case_id, heir.id]));
    expect(await counts(before)).toEqual([false, false, false, false]);
    expect(await counts(heir)).toEqual([true, true, true, true]);
  });

  it('hands no case to another team and opens no seal', async () => {
    expect(
      (await run(cast.supervisor, 'UPDATE case_core SET supervisor_unit_id = $2 WHERE id = $1', [cast.caseId, cast.otherUnitId])).refused,
    ).toBe('42501');
    const unsealed = await run(cast.supervisor, 'UPDATE case_core SET sealed = false WHERE sealed');
    expect(unsealed).toMatchObject({ refused: null, count: 0 });
  });

  it('gives a case to another worker, and every row of it goes along', async () => {
    const mine = (who: Actor, table: string): Promise<number> =>
      run(who, `SELECT FROM ${table} WHERE ${table === 'case_core' ? 'id' : 'case_id'} = $1`, [cast.caseId]).then(({ count }) => count);
    const before = new Map<string, number>();
    for (const table of ofCases) before.set(table, await mine(cast.worker, table));
    expect([...before.values()].filter((count) => count > 0).length).toBeGreaterThanOrEqual(5);
    const heir = await colleagueOn(cast.caseId);
    await as(cast.supervisor, () => app.query('UPDATE case_core SET worker_id = $2 WHERE id = $1', [cast.caseId, heir.id]));
    for (const table of ofCases) {
      expect({ table, count: await mine(cast.worker, table) }).toEqual({ table, count: 0 });
      expect({ table, count: await mine(heir, table) }).toEqual({ table, count: before.get(table) });
    }
  });

  it('loses a case that is sealed, with every row of it', async () => {
    const { admin } = database;
    await admin.query('UPDATE case_core SET sealed = true WHERE id = $1', [cast.caseId]);
    for (const table of ofCases) {
      const key = table === 'case_core' ? 'id' : 'case_id';
      expect({ table, ...(await run(cast.supervisor, `SELECT FROM ${table} WHERE ${key} = $1`, [cast.caseId])) }).toMatchObject({
        table,
        count: 0,
      });
    }
    await admin.query('UPDATE case_core SET sealed = false WHERE id = $1', [cast.caseId]);
  });
});

describe.each(['p_partner', 'p_ministry'] as const)('%s, a recipient with the first wall taken away', (persona) => {
  interface Found {
    readonly id: string;
    readonly to_unit_id: string;
  }
  const found = async (where: string): Promise<{ row: Found; recipient: Actor }> => {
    const [row] = await real<Found>(
      `SELECT r.* FROM referral r JOIN referral_package p ON p.referral_id = r.id WHERE ${where} ORDER BY r.id LIMIT 1`,
    );
    if (row === undefined) throw new Error(`This world has no referral where ${where}.`);
    return { row, recipient: actor(persona, { id: cast.worker.id, unitId: row.to_unit_id }) };
  };

  it('reads what was sent to the own unit, packages only while open, and no draft', async () => {
    const { row, recipient } = await found("r.status = 'accepted' AND r.package_open");
    const sent = await run(recipient, 'SELECT to_unit_id, status FROM referral');
    expect(sent.count).toBeGreaterThan(0);
    for (const each of sent.rows) {
      expect(each).toMatchObject({ to_unit_id: row.to_unit_id });
      expect(['draft', 'entered_in_error']).not.toContain((each as { status: string }).status);
    }
    const [open] = await real<{ n: number }>(
      `SELECT count(*)::int AS n FROM referral_package p JOIN referral r ON r.id = p.referral_id WHERE r.to_unit_id = $1 AND r.package_open
         AND r.status IN ('accepted', 'in_progress', 'on_hold', 'completed', 'failed')`,
      [row.to_unit_id],
    );
    expect((await run(recipient, 'SELECT FROM referral_package')).count).toBe(open?.n);
  });

  it('never learns whose case it is: neither by the source nor by any table of cases', async () => {
    const { recipient } = await found("r.status = 'accepted'");
    for (const table of ['referral_source', 'referral_approval', ...ofCases, ...ofHealth]) {
      expect({ table, ...(await run(recipient, `SELECT FROM ${table}`)) }).toMatchObject({ table, refused: '42501' });
    }
    const { rows: columns } = await app.query<{ name: string }>(
      `SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE a.attname = 'case_id' AND has_table_privilege($1, c.oid, 'SELECT') AND c.relnamespace = 'public'::regnamespace`,
      [database.config.rolePrefix + persona],
    );
    expect(columns).toEqual([]);
  });

  it('opens no package again that was closed', async () => {
    const { row, recipient } = await found("NOT r.package_open AND r.status IN ('completed', 'failed')");
    const reopened = await run(recipient, 'UPDATE referral SET package_open = true WHERE id = $1', [row.id]);
    expect(reopened.refused).not.toBeNull();
  });

  it('logs no service for a referral that went to another unit', async () => {
    const { row, recipient } = await found("r.status = 'in_progress'");
    const log = `INSERT INTO delivery (id, referral_id, by_unit_id, service_type, delivered_on, mode, attendance, author_id, recorded_at, unit_id, supervisor_unit_id, sealed)
      VALUES (gen_random_uuid(), $1, $2, 'health', '2026-04-01', 'in-person', 'attended', $3, now(), $2, $2, false)`;
    const { id: author } = cast.worker;
    expect((await run(recipient, log, [row.id, row.to_unit_id, author])).refused).toBeNull();
    expect((await run(recipient, log, [row.id, row.to_unit_id, cast.otherWorker.id])).refused).toBe('42501');
    const [other] = await real<Found>('SELECT * FROM referral WHERE to_unit_id <> $1 ORDER BY id LIMIT 1', [row.to_unit_id]);
    expect((await run(recipient, log, [other?.id, row.to_unit_id, author])).refused).not.toBeNull();
  });
});

describe('an auditor with the first wall taken away', () => {
  it('reads the log without the ids of records, and cannot ask by them either', async () => {
    const auditor = actor('p_auditor');
    const [all] = await real<{ n: number }>('SELECT count(*)::int AS n FROM audit.event');
    const { rows } = await run(auditor, 'SELECT * FROM audit_event');
    expect(rows).toHaveLength(all?.n ?? -1);
    expect(rows[0]).not.toHaveProperty('record_ids');
    for (const text of ['SELECT record_ids FROM audit_event', 'SELECT FROM audit_event WHERE record_ids IS NULL'])
      expect((await run(auditor, text)).refused).toBe('42703');
    expect((await run(auditor, 'SELECT FROM audit.event')).refused).toBe('42501');
    for (const context of ['', genuine(database.config, cast.worker), genuine(database.config, auditor, Date.now() - 61_000)])
      expect((await run(auditor, 'SELECT FROM audit_event', [], context)).count).toBe(0);
  });
});

describe('somebody who is not signed in, with the first wall taken away', () => {
  const guest = actor('p_guest');
  const clock = ["UPDATE platform.demonstration_clock SET ahead = '1 year'", 'SELECT FROM platform.demonstration_clock'];
  const refusals = async (texts: readonly string[]): Promise<(string | null)[]> => {
    const found: (string | null)[] = [];
    for (const text of texts) found.push((await run(guest, text)).refused);
    return found;
  };

  it('moves the clock of a demonstration, and none where a demonstration has become production', async () => {
    expect(await refusals(clock)).toEqual(['42501', '42501']);
    await openDemonstrationClock({ ...database.config, mode: 'demonstration' });
    expect(await refusals(clock)).toEqual([null, null]);
    await openDemonstrationClock({ ...database.config, mode: 'production' });
    expect(await refusals(clock)).toEqual(['42501', '42501']);
  });
});

describe('an administrator with the first wall taken away', () => {
  it('shuts other people out, and never changes the own post', async () => {
    const [own, other] = await real<{ id: string }>('SELECT id FROM person WHERE active LIMIT 2');
    const admin = actor('p_admin', { id: own?.id ?? '' });
    expect((await run(admin, 'UPDATE person SET suspended = true, active = false WHERE id = $1', [other?.id])).refused).toBeNull();
    expect((await run(admin, "UPDATE person SET role = 'auditor' WHERE id = $1", [own?.id])).refused).toBe('42501');
  });
});

describe('the system with the first wall taken away', () => {
  it('knows the routing of cases and nothing about the people in them', async () => {
    for (const table of ['case_profile', 'case_anchor', 'case_situation', 'case_need', 'case_narrative', 'case_protection', ...ofHealth]) {
      expect((await run(actor('p_system'), `SELECT FROM ${table}`)).refused).toBe('42501');
    }
  });
});
