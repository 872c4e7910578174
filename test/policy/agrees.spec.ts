import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { abilityOf } from '../../src/access/compile.ts';
import { Policy } from '../../src/access/role.ts';
import { roles } from '../../src/policy/index.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { Comparison } from '../support/policy-comparison.ts';
import { Dice } from '../support/policy-dice.ts';
import { lookAtTheLog } from '../support/policy-walls.ts';
import { actorIn, settle, wholeRows, type Row } from '../support/policy-world.ts';

const seed = Number(process.env.POLICY_SEED ?? 20_260);
const worlds = 40;
const actorsPerWorld = 25;
const records = new Policy(roles).records();

let database: TestDatabase;
let comparison: Comparison;

beforeAll(async () => {
  database = await freshDatabase();
  const { admin, config } = database;
  const { rows } = await admin.query<{ held: string }>(
    `SELECT substr(grantee, length($1) + 1) || ' ' || privilege_type || ' ' || table_name AS held
     FROM information_schema.role_table_grants WHERE table_schema = 'public'`,
    [config.rolePrefix],
  );
  const dice = new Dice(seed);
  comparison = new Comparison(admin, config, new Set(rows.map(({ held }) => held)), dice);
  for (let index = 0; index < worlds; index += 1) {
    await admin.query('BEGIN');
    await lookAtTheLog(admin, config);
    const world = await settle(admin, dice);
    const data = new Map<string, Row[]>();
    for (const record of records) data.set(record.name, await wholeRows(admin, record));
    for (let n = 0; n < actorsPerWorld; n += 1) {
      const role = dice.one(roles);
      const actor = actorIn(world, role, dice);
      const ability = abilityOf(role, actor);
      comparison.count.pairs += 1;
      for (const record of records) {
        const at = `seed ${seed}, world ${index}, ${role.name} ${actor.id}, ${record.name}`;
        await comparison.of(at, ability, role, actor, record, data.get(record.name) ?? []);
      }
    }
    await admin.query('ROLLBACK');
  }
}, 300_000);
afterAll(() => database.drop());

describe(`the law read in memory, in SQL and by the database (seed ${seed})`, () => {
  it('picks the same rows, fields, edits, deeds and new rows, whoever asks', () => {
    expect(comparison.faults.slice(0, 10)).toEqual([]);
  });

  it('was asked often enough, and did not only compare nothing with nothing', () => {
    process.stdout.write(`agrees: ${JSON.stringify(comparison.count)}\n`);
    expect(comparison.count.pairs).toBe(worlds * actorsPerWorld);
    expect(comparison.count.seen).toBeGreaterThan(10_000);
    expect(comparison.count.covered).toBeGreaterThan(500);
    expect(comparison.count.admitted).toBeGreaterThan(100);
    const readers = roles.flatMap((role) =>
      role.grants.filter(({ see }) => see.length > 0).map(({ record }) => `${role.name} ${record.name}`),
    );
    // Nothing was given up in these worlds, and its view opens in an administrator's context alone: test/notifications/given-up.spec.ts.
    const compared = readers.filter((each) => each !== 'administrator given-up-promise');
    expect([...comparison.seenBy].sort()).toEqual([...new Set(compared)].sort());
  });
});
