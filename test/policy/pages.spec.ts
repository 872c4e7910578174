import 'reflect-metadata';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { abilityOf } from '../../src/access/compile.ts';
import { isSortable, type Listing, type Position } from '../../src/access/page.ts';
import type { RecordType } from '../../src/access/record.ts';
import { on, Policy, role, type Role } from '../../src/access/role.ts';
import { readPage, type Asker } from '../../src/access/statement.ts';
import { roles } from '../../src/policy/index.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { Dice } from '../support/policy-dice.ts';
import { Readings, unnoted } from '../support/policy-readings.ts';
import { lookAtTheLog } from '../support/policy-walls.ts';
import { actorIn, settle, wholeRows } from '../support/policy-world.ts';

type Row = Readonly<Record<string, unknown>>;

const lawsForEach = 4;
const pageSize = 3;
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
}, 60_000);
afterAll(() => database.drop());

/** A law nobody wrote: some groups on some scopes, which may overlap. */
function anyLaw(record: RecordType, dice: Dice): Role {
  const groups = [...new Set([...record.fields.values()].map(({ group }) => group))];
  const scopes = Object.keys(record.scopes);
  const grants = dice.many(1 + dice.below(3), () =>
    on(record, dice.one(scopes), { see: dice.some(groups), edit: [], do: [], create: false }),
  );
  return role('anybody', 'p_admin', 'Reads by a law nobody wrote.', ...grants);
}

/** Turns page after page to the end. */
async function walk(plan: Readings['plan'], asker: Asker, order: Pick<Listing, 'sort' | 'sortScopes' | 'descending'>): Promise<Row[]> {
  const met: Row[] = [];
  for (let after: Position | null = null; ;) {
    const { text, values } = readPage(plan, { ...order, limit: pageSize, after, filters: [], stretches: [] }, asker);
    const found = (await unnoted<Row>(database.admin, { text, values: [...values] })).filter(({ id }) => id !== null);
    met.push(...found.slice(0, pageSize));
    const last = found[pageSize - 1];
    if (found.length <= pageSize || last === undefined) return met;
    // As a cursor carries it.
    after = JSON.parse(JSON.stringify({ value: last['~sorted'] ?? null, id: last.id })) as Position;
  }
}

it('Pages in any order meet each visible row once, what is hidden last and none of it, by laws nobody wrote', async () => {
  const dice = new Dice(7);
  const { admin } = database;
  const faults: string[] = [];
  const count = { walks: 0, rows: 0, hidden: 0, besides: 0 };
  await admin.query('BEGIN');
  await lookAtTheLog(admin, database.config);
  const world = await settle(admin, dice);
  for (const record of new Policy(roles).records()) {
    const rows = await wholeRows(admin, record);
    for (const law of dice.many(lawsForEach, () => anyLaw(record, dice))) {
      const actor = actorIn(world, law, dice);
      const readings = new Readings(abilityOf(law, actor), law, record, actor);
      const held = new Map(rows.map((row) => [row.id as string, readings.inMemory(row)]));
      const visible = rows.map(({ id }) => id as string).filter((id) => held.get(id) !== null);
      const sortable = readings.plan.readable.filter(({ field }) => isSortable(field));
      const orders = [...sortable.filter(({ field }) => field.table > 0).slice(0, 3), ...dice.some(sortable, 0.3)];
      for (const { field, scopes } of orders) {
        for (const descending of [false, true]) {
          const met = await walk(readings.plan, { actor, requestId: 'walk' }, { sort: field, sortScopes: scopes, descending });
          const name = `${record.name} by ${descending ? '-' : ''}${field.name}`;
          const ids = met.map(({ id }) => id as string);
          if (JSON.stringify([...ids].sort()) !== JSON.stringify([...visible].sort()))
            faults.push(`${name}: ${ids.length} of ${visible.length}`);
          const hidden = met.filter(({ id }) => held.get(id as string)?.shown.includes(field.name) !== true);
          if (hidden.some((row) => row['~sorted'] !== null)) faults.push(`${name}: sorted by what is hidden`);
          const firstNull = met.findIndex((row) => row['~sorted'] === null);
          if (firstNull !== -1 && met.slice(firstNull).some((row) => row['~sorted'] !== null))
            faults.push(`${name}: what is missing is not last`);
          count.walks += 1;
          count.rows += met.length;
          count.hidden += hidden.length;
          if (field.table > 0) count.besides += 1;
        }
      }
    }
  }
  await admin.query('ROLLBACK');
  process.stdout.write(`pages: ${JSON.stringify(count)}\n`);
  expect(faults.slice(0, 10)).toEqual([]);
  expect(count.walks).toBeGreaterThan(100);
  expect(count.hidden).toBeGreaterThan(100);
  expect(count.besides).toBeGreaterThan(10);
}, 120_000);
