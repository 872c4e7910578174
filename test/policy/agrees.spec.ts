import 'reflect-metadata';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { abilityOf } from '../../src/access/compile.ts';
import { readOne } from '../../src/access/statement.ts';
import { viewOf } from '../../src/access/view.ts';
import { Policy } from '../../src/access/role.ts';
import { roles } from '../../src/policy/index.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { Dice } from '../support/policy-dice.ts';
import { idsOf, Readings, rightsIn } from '../support/policy-readings.ts';
import { attempt, genuine, under } from '../support/policy-walls.ts';
import { actorIn, settle, wholeRows, type Row } from '../support/policy-world.ts';

const seed = Number(process.env.POLICY_SEED ?? 20_260);
const worlds = 40;
const actorsPerWorld = 25;
/** What the system reads by statements of its own, never through the Gate: whom to remind, and where they work. */
const machinery = new Set(['p_system agency', 'p_system unit', 'p_system person']);
const records = new Policy(roles).records();

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
}, 60_000);
afterAll(() => database.drop());

describe(`the law read in memory, in SQL and by the database (seed ${seed})`, () => {
  const faults: string[] = [];
  const count = { pairs: 0, rows: 0, seen: 0, fields: 0, inserts: 0, admitted: 0 };
  const seenBy = new Set<string>();
  const same = (what: string, a: unknown, b: unknown): void => {
    if (!isDeepStrictEqual(a, b)) faults.push(`${what}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`);
  };

  beforeAll(async () => {
    const dice = new Dice(seed);
    const { admin } = database;
    const granted = await grants();
    for (let index = 0; index < worlds; index += 1) {
      await admin.query('BEGIN');
      const world = await settle(admin, dice);
      const data = new Map<string, Row[]>();
      for (const record of records) data.set(record.name, await wholeRows(admin, record));
      for (let n = 0; n < actorsPerWorld; n += 1) {
        const role = dice.one(roles);
        const actor = actorIn(world, role, dice);
        const ability = abilityOf(role, actor);
        const persona = `${database.config.rolePrefix}${role.persona}`;
        count.pairs += 1;
        for (const record of records) {
          const readings = new Readings(ability, role, record, actor);
          const at = `seed ${seed}, world ${index}, ${role.name} ${actor.id}, ${record.name}`;
          const rows = data.get(record.name) ?? [];
          const table = record.tables[0]?.name ?? '';
          const rights = new Map(rows.map((row) => [row.id as string, readings.inMemory(row)]));
          const visible = [...rights].flatMap(([id, held]) => (held === null ? [] : [id])).sort();
          count.rows += rows.length;
          count.seen += visible.length;
          if (visible.length > 0) seenBy.add(`${role.name} ${record.name}`);
          same(`${at}: memory and SQL`, visible, await readings.bySql(admin, 'read'));

          // The first wall alone: what a superuser, whom no row policy stops, is shown by statement and view.
          const views = await readings.byStatement(admin);
          for (const view of views) {
            same(`${at} ${view.id}: rights`, rightsIn(view), rights.get(view.id));
            const row = rows.find(({ id }) => id === view.id) ?? {};
            for (const name of rightsIn(view).shown) same(`${at} ${view.id}: ${name}`, view[name], row[name]);
            count.fields += record.fields.size;
          }
          same(`${at}: memory and statement`, visible, idsOf({ rows: views }));

          // The second wall alone, then both.
          const some = rows.length === 0 ? { id: dice.uuid() } : dice.one(rows);
          const acts =
            record.deeds.some((deed) => readings.plan.deeds.some(({ name }) => name === deed)) || readings.plan.editable.length > 0;
          await under(admin, persona, genuine(database.config, actor), async () => {
            const mayRead = granted.has(`${role.persona} SELECT ${table}`);
            if (machinery.has(`${role.persona} ${table}`)) return;
            same(`${at}: memory and row policies`, visible, mayRead ? idsOf(await admin.query(`SELECT id FROM ${table}`)) : []);
            if (!mayRead) return;
            // A part has a wall of its own: its row is there for whom the law shows something of it.
            for (const [part, { name, key }] of record.tables.entries()) {
              if (part === 0) continue;
              const fields = [...record.fields.values()].filter((field) => field.table === part).map((field) => field.name);
              const shown = rows.filter((row) => row[`+${name}`] === true && fields.some((field) => rights.get(row.id as string)?.shown.includes(field)));
              const mayReadPart = granted.has(`${role.persona} SELECT ${name}`);
              const found = mayReadPart ? idsOf(await admin.query(`SELECT "${key}" AS id FROM ${name}`)) : [];
              same(`${at}: memory and row policies of ${name}`, shown.map(({ id }) => id as string).sort(), found);
            }
            if (record.tables.some(({ name }) => !granted.has(`${role.persona} SELECT ${name}`)) && readings.plan.readable.length === 0) return;
            same(`${at}: both walls`, views, await readings.byStatement(admin));
            const { text, values } = readOne(readings.plan, some.id as string, { actor, requestId: 'proof' });
            const [one] = (await admin.query<Row>(text, [...values])).rows;
            const shown = one === undefined || one.id === null ? undefined : viewOf(readings.plan, one);
            same(
              `${at}: one row`,
              shown,
              views.find(({ id }) => id === some.id),
            );
            if (!acts) return;
            // A deed locks its row first, and a row lock asks the policies for UPDATE.
            const locked = await attempt<{ id: string }>(admin, `SELECT id FROM ${table} FOR UPDATE`);
            const touched = rows.filter(
              (row) => readings.plan.record.deeds.some((deed) => readings.may(`do:${deed}`, row)) || readings.may('update', row),
            );
            const reach = locked.rows.map(({ id }) => id);
            same(
              `${at}: rows out of a deed's reach`,
              touched.filter(({ id }) => !reach.includes(id as string)).map(({ id }) => id),
              [],
            );
            same(
              `${at}: rows locked beyond the law`,
              reach.filter((id) => !visible.includes(id)),
              [],
            );
          });

          // A new row like an old one: let in by both or by none.
          if (rows.length === 0) continue;
          const copy = likeness(some, dice);
          const columns = [...record.fields.values()].filter((field) => field.table === 0);
          const text = `INSERT INTO ${table} (${columns.map(({ column }) => `"${column}"`).join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`;
          const insert = (): ReturnType<typeof attempt> =>
            attempt(
              admin,
              text,
              columns.map(({ name }) => copy[name]),
            );
          const { refused } = await under(admin, persona, genuine(database.config, actor), insert);
          same(`${at}: creating`, refused, readings.may('create', copy) ? null : '42501');
          count.inserts += 1;
          if (refused === null) count.admitted += 1;
        }
      }
      await admin.query('ROLLBACK');
    }
  }, 300_000);

  it('picks the same rows, fields, edits and deeds, whoever asks', () => {
    expect(faults.slice(0, 10)).toEqual([]);
  });

  it('was asked often enough, and did not only compare nothing with nothing', () => {
    process.stdout.write(`agrees: ${JSON.stringify(count)}\n`);
    expect(count.pairs).toBe(worlds * actorsPerWorld);
    expect(count.seen).toBeGreaterThan(10_000);
    expect(count.admitted).toBeGreaterThan(100);
    const everyGrant = roles.flatMap((role) =>
      role.grants.filter(({ see }) => see.length > 0).map(({ record }) => `${role.name} ${record.name}`),
    );
    expect([...seenBy].sort()).toEqual([...new Set(everyGrant)].sort());
  });
});

/** A row that could stand beside another one: the same but for what must be its own. */
function likeness(row: Row, dice: Dice): Row {
  const own: Row = { id: dice.uuid() };
  if ('code' in row) own.code = `Z${dice.uuid().slice(0, 8).toUpperCase()}`;
  if ('alias' in row) own.alias = 1_000 + dice.below(1_000_000);
  if ('dispatchId' in row) own.dispatchId = dice.uuid();
  if ('dueAt' in row) own.dueAt = '2026-05-01T04:00:00Z';
  if ('riskBasis' in row) own.status = 'done';
  if ('toUnitId' in row) own.code = dice.uuid();
  if ('correctsId' in row) own.correctsId = null;
  if ('login' in row) own.login = `z${dice.uuid()}`;
  if ('name' in row) own.name = dice.uuid();
  return { ...row, ...own };
}

/** What the personas hold, as `p_admin SELECT agency`. */
async function grants(): Promise<Set<string>> {
  const { rows } = await database.admin.query<{ held: string }>(
    `SELECT substr(grantee, length($1) + 1) || ' ' || privilege_type || ' ' || table_name AS held
     FROM information_schema.role_table_grants WHERE table_schema = 'public'`,
    [database.config.rolePrefix],
  );
  return new Set(rows.map(({ held }) => held));
}
