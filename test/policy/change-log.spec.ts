import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { conditionsOf, Policy } from '../../src/access/role.ts';
import { caseScopeFields, ChangeRecord, TimelineRecord } from '../../src/modules/cases/index.ts';
import type { Persona } from '../../src/platform/database/roles.ts';
import { roles } from '../../src/policy/index.ts';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const policy = new Policy(roles);
const told = ['change_log', 'timeline_entry'];
const house = openHouse();
const world = new World(house);
let team: Team;
let caseId: string;
beforeAll(async () => {
  team = await aTeam(world);
  ({ id: caseId } = await world.aCase(team.worker));
}, 60_000);

/** What the log knows of a table, as its trigger was told. */
interface Logged {
  readonly table: string;
  readonly record: string;
  /** `group column field`, and a mark where the log keeps silent about values. */
  readonly columns: readonly string[];
}

const listOf = (text = ''): string[] => text.replace(/^\{|\}$/g, '').split(',');

async function loggedTables(): Promise<Logged[]> {
  const rows = await house.rows<{ table: string; told: string }>(
    `SELECT tgrelid::regclass::text AS table, encode(tgargs, 'escape') AS told FROM pg_trigger
     WHERE tgname = tgrelid::regclass || '_is_logged' ORDER BY 1`,
  );
  return rows.map(({ table, told: words }) => {
    const [record = '', , , , groups, columns, fields, silent] = words.split('\\000');
    const [ofGroup, ofField, ofSilent] = [listOf(groups), listOf(fields), listOf(silent)];
    const describedAt = (column: string, at: number): string =>
      `${ofGroup[at]} ${column} ${ofField[at]}${ofSilent[at] === 't' ? ' (silent)' : ''}`;
    return { table, record, columns: listOf(columns).map(describedAt).sort() };
  });
}

/** Why a case is sealed, and who of another agency works on a referral: said now, to whoever sees it, and never again (ADR 0021, 0022). */
const saidOnlyNow = ['case_core.seal_reason', 'referral.claimed_by_id', 'referral.answered_by_id'];

describe('The change log', () => {
  it('is kept of every table whose rows are judged as their case is', async () => {
    const tables = await house.rows<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
         AND (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('worker_id', 'supervisor_unit_id', 'sealed')) = 3 ORDER BY 1`,
    );
    const wanted = tables.map(({ name }) => name).filter((name) => !told.includes(name));
    expect(wanted.length).toBeGreaterThanOrEqual(11);
    expect((await loggedTables()).map(({ table }) => table)).toEqual(wanted);
  });

  it('puts every column under the field group that the law puts it under: none is left out, none is told to others', async () => {
    const records = policy.records();
    // A text is known by its measure: what it said is not copied into the log.
    const texts = await house.rows<{ name: string }>(
      `SELECT conrelid::regclass || '.' || a.attname AS name FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
       WHERE k.contype = 'c' AND pg_get_constraintdef(k.oid) LIKE '%length(' || a.attname || ')%'`,
    );
    expect(texts.map(({ name }) => name)).toContain('case_narrative.note');
    // What nobody reads in a history is not repeated there.
    const readByCase = new Set(
      roles.flatMap((role) =>
        role.grants
          .filter(({ record }) => record === ChangeRecord)
          .flatMap(({ scope }) => (conditionsOf(role, ChangeRecord, scope).fieldGroup as { $in: readonly string[] }).$in),
      ),
    );
    for (const { table, record: name, columns } of await loggedTables()) {
      const record = records.find((each) => each.tables.some((part) => part.name === table));
      expect({ table, record: record?.name }).toEqual({ table, record: name });
      const index = record!.tables.findIndex((part) => part.name === table);
      const key = record!.tables[index]?.key;
      // Whose a row is follows from its case, and the log says it of the case alone.
      const follows = (field: string): boolean => table !== 'case_core' && field in caseScopeFields;
      const wanted = [...record!.fields.values()]
        .filter((field) => field.table === index && field.group !== 'internal' && !follows(field.name))
        .filter(({ column }) => column !== key && column !== 'case_id')
        .map(({ group, column, name: field, show, type }) => {
          const isSilent =
            show !== null ||
            type === 'jsonb' ||
            !readByCase.has(`${name}.${group}`) ||
            saidOnlyNow.includes(`${table}.${column}`) ||
            texts.some((text) => text.name === `${table}.${column}`);
          return `${group} ${column} ${field}${isSilent ? ' (silent)' : ''}`;
        });
      expect({ table, columns }).toEqual({ table, columns: wanted.sort() });
    }
  });

  it('tells of the making of a referral what it tells of its changes', async () => {
    const [same] = await house.rows<{ same: boolean }>(
      `SELECT (SELECT tgargs FROM pg_trigger WHERE tgfoid = 'referral_noted'::regproc)
            = (SELECT tgargs FROM pg_trigger WHERE tgname = 'referral_is_logged') AS same`,
    );
    expect(same).toEqual({ same: true });
  });
});

describe('What is told of a case', () => {
  it.each([ChangeRecord, TimelineRecord])('is read by whoever reads that group of that record on the same cases: $name', (record) => {
    for (const { name, grants } of roles) {
      for (const { scope, see } of grants.filter((grant) => grant.record === record && grant.see.length > 0)) {
        expect(see).toEqual(['entry']);
        const { fieldGroup, ...where } = conditionsOf(policy.role(name), record, scope);
        const readThere = grants.filter((grant) => JSON.stringify(grant.record.scopes[grant.scope]) === JSON.stringify(where));
        const keys = readThere.flatMap((grant) => grant.see.map((group) => `${grant.record.name}.${group}`));
        expect({ name, scope, $in: keys.sort() }).toEqual({ name, scope, ...(fieldGroup as object) });
        expect(keys).toContain('note.F6');
        expect(keys).not.toContain('delivery.author');
      }
    }
  });

  it('is read by a case’s own team, and by no recipient, checker or administrator', () => {
    for (const record of [ChangeRecord, TimelineRecord]) {
      const readers = roles.filter(({ grants }) => grants.some((grant) => grant.record === record && grant.see.length > 0));
      expect(readers.map(({ name }) => name)).toEqual(['social-worker', 'supervisor']);
    }
  });

  it.each(told)('stays as it was told, in %s, whoever would have it otherwise', async (table) => {
    for (const text of [`UPDATE ${table} SET at = at - interval '1 day'`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
      await expect(house.rows(text)).rejects.toMatchObject({ code: 'P0001' });
      for (const [who, persona] of [
        [team.worker, ['social-worker', 'p_social_worker']],
        [team.supervisor, ['supervisor', 'p_supervisor']],
      ] as const) {
        expect((await rawly(house, who, persona, text)).refused).toBe('42501');
      }
    }
  });

  const entry = `INSERT INTO timeline_entry (id, case_id, at, kind, field_group, details, actor_id, actor_role, actor_unit_id, worker_id, unit_id, supervisor_unit_id, sealed)
    VALUES (gen_random_uuid(), $1, now(), 'closed', $2, '{}', $3, 'supervisor', $4, $3, $4, $4, true)`;
  const worker: readonly [string, Persona] = ['social-worker', 'p_social_worker'];

  it('is told in one’s own name, whatever an injected statement says', async () => {
    const { rows } = await rawly(house, team.worker, worker, `${entry} RETURNING *`, [
      caseId,
      'case.F0',
      team.stranger.id,
      team.stranger.unitId,
    ]);
    expect(rows).toMatchObject([
      {
        actor_id: team.worker.id,
        actor_role: 'social-worker',
        actor_unit_id: team.worker.unitId,
        worker_id: team.worker.id,
        sealed: false,
      },
    ]);
  });

  it('is told of no case but one’s own, of no group one does not read, and of changes not at all', async () => {
    const values = (group: string): unknown[] => [caseId, group, team.stranger.id, team.stranger.unitId];
    expect((await rawly(house, team.worker, worker, entry, values('case.F0'))).refused).toBeNull();
    expect((await rawly(house, team.stranger, worker, entry, values('case.F0'))).refused).toBe('42501');
    expect((await rawly(house, team.worker, worker, entry, values('delivery.author'))).refused).toBe('42501');
    expect((await rawly(house, team.partner, ['partner-worker', 'p_partner'], entry, values('referral.facts'))).refused).toBe('42501');
    const change = `INSERT INTO change_log (case_id, action, record, record_id, field_group, changes, worker_id, unit_id, supervisor_unit_id, sealed)
      VALUES ($1, 'edit', 'case', $1, 'case.F0', '{}', $2, $3, $3, false)`;
    for (const [who, persona] of [
      [team.worker, worker],
      [team.supervisor, ['supervisor', 'p_supervisor']],
      [team.worker, ['system', 'p_system']],
    ] as const) {
      expect((await rawly(house, who, persona, change, [caseId, who.id, who.unitId])).refused).toBe('42501');
    }
  });
});
