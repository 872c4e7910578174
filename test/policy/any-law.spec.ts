import 'reflect-metadata';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { abilityOf } from '../../src/access/compile.ts';
import type { RecordType } from '../../src/access/record.ts';
import { on, Policy, role, type Role } from '../../src/access/role.ts';
import { roles } from '../../src/policy/index.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { Dice } from '../support/policy-dice.ts';
import { idsOf, Readings, rightsIn } from '../support/policy-readings.ts';
import { lookAtTheLog } from '../support/policy-walls.ts';
import { actorIn, settle, wholeRows } from '../support/policy-world.ts';

const seed = Number(process.env.POLICY_SEED ?? 20_261);
const records = new Policy(roles).records();

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
}, 60_000);
afterAll(() => database.drop());

describe(`the language of the law, with laws nobody wrote (seed ${seed})`, () => {
  it('is read alike in memory and in SQL, with overlapping scopes, masked fields and filters', async () => {
    const dice = new Dice(seed);
    const { admin } = database;
    const faults: string[] = [];
    const count = { laws: 0, views: 0, masked: 0, filters: 0, found: 0 };
    const same = (what: string, a: unknown, b: unknown): void => {
      if (!isDeepStrictEqual(a, b)) faults.push(`${what}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`);
    };
    for (let index = 0; index < 12; index += 1) {
      await admin.query('BEGIN');
      await lookAtTheLog(admin, database.config);
      const world = await settle(admin, dice);
      for (const record of records) {
        const rows = await wholeRows(admin, record);
        for (let n = 0; n < 8; n += 1) {
          const law = anyLaw(record, dice);
          const actor = actorIn(world, law, dice);
          const readings = new Readings(abilityOf(law, actor), law, record, actor);
          const at = `seed ${seed}, world ${index}, ${JSON.stringify(law.grants.map(({ record: { name }, ...rest }) => ({ name, ...rest })))}`;
          const rights = new Map(rows.map((row) => [row.id as string, readings.inMemory(row)]));
          const visible = [...rights].flatMap(([id, held]) => (held === null ? [] : [id])).sort();
          count.laws += 1;
          const views = await readings.byStatement(admin);
          same(`${at}: rows`, idsOf({ rows: views }), visible);
          same(`${at}: rows by SQL`, await readings.bySql(admin, 'read'), visible);
          for (const view of views) {
            same(`${at}: ${view.id}`, rightsIn(view), rights.get(view.id));
            count.views += 1;
            if (view.meta.masked.length > 0) count.masked += 1;
          }
          for (const name of dice.some([...record.fields.keys()], 0.3)) {
            const readable = rows.filter((row) => rights.get(row.id as string)?.shown.includes(name));
            same(`${at}: ${name} by SQL`, await readings.bySql(admin, 'read', name), idsOf({ rows: readable as never }));
            const { array = false, type = '', show = null } = record.fields.get(name) ?? {};
            const value = rows.length === 0 ? null : (dice.one(rows)[name] as string | number | boolean | null);
            const filterable = !array && show === null && !['jsonb', 'timestamptz'].includes(type);
            if (!filterable || value === null || !readings.plan.readable.some(({ field }) => field.name === name)) continue;
            // A filter meets only rows that show the field: a masked value cannot be found out by asking.
            const found = await readings.byStatement(admin, 'superuser', { name, value: String(value) });
            const wanted = readable.filter((row) => row[name] === value);
            same(`${at}: ${name} = ${String(value)}`, idsOf({ rows: found }), idsOf({ rows: wanted as never }));
            count.filters += 1;
            count.found += found.length;
          }
        }
      }
      await admin.query('ROLLBACK');
    }
    process.stdout.write(`any law: ${JSON.stringify(count)}\n`);
    expect(faults.slice(0, 10)).toEqual([]);
    expect(count.masked).toBeGreaterThan(500);
    expect(count.found).toBeGreaterThan(1_000);
  }, 120_000);

  it('refuses a group that no field of the record is in', () => {
    const record = records[0] as RecordType;
    const law = role('typo', 'p_admin', 'Misspells a group.', on(record, Object.keys(record.scopes)[0] as string, { see: ['F0o'] }));
    expect(() => abilityOf(law, actorOf(law))).toThrow('no field in group F0o');
  });
});

/** A role that holds one to three grants of everything a record offers, scopes and groups at random. */
function anyLaw(record: RecordType, dice: Dice): Role {
  const groups = [...new Set([...record.fields.values()].map(({ group }) => group))];
  const scopes = Object.keys(record.scopes);
  const grants = dice.many(1 + dice.below(3), () =>
    on(record, dice.one(scopes), {
      see: dice.some(groups),
      edit: dice.some(groups, 0.3),
      do: dice.some(record.deeds),
      create: dice.chance(0.3),
    }),
  );
  return role('anybody', 'p_admin', 'Holds rights nobody gave.', ...grants);
}

function actorOf({ name, persona }: Role): Parameters<typeof abilityOf>[1] {
  const id = '00000000-0000-4000-8000-000000000000';
  return { id, role: name, persona, unitId: id, agencyId: id, sessionHash: null };
}
