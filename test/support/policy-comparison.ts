import { isDeepStrictEqual } from 'node:util';
import type { MongoAbility } from '@casl/ability';
import type { Client } from 'pg';
import type { RecordType } from '../../src/access/record.ts';
import type { Role } from '../../src/access/role.ts';
import { readOne } from '../../src/access/statement.ts';
import { viewOf, type View } from '../../src/access/view.ts';
import type { Config } from '../../src/platform/config.ts';
import type { Actor } from '../../src/platform/database/context.ts';
import type { Dice } from './policy-dice.ts';
import { idsOf, Readings, rightsIn, unnoted, type Rights } from './policy-readings.ts';
import { attempt, genuine, under } from './policy-walls.ts';
import type { Row } from './policy-world.ts';

/** Holds all readings of the law side by side, and keeps count of what it compared. */
export class Comparison {
  readonly faults: string[] = [];
  readonly seenBy = new Set<string>();
  readonly count = { pairs: 0, rows: 0, seen: 0, covered: 0, fields: 0, inserts: 0, admitted: 0 };

  constructor(
    private readonly admin: Client,
    private readonly config: Config,
    /** What the personas hold, as `p_admin SELECT agency`. */
    private readonly granted: ReadonlySet<string>,
    private readonly dice: Dice,
  ) {}

  /** One asker, one record, every row of it. */
  async of(at: string, ability: MongoAbility, role: Role, actor: Actor, record: RecordType, rows: readonly Row[]): Promise<void> {
    const readings = new Readings(ability, role, record, actor);
    const rights = new Map(rows.map((row) => [row.id as string, readings.inMemory(row)]));
    const visible = [...rights].flatMap(([id, held]) => (held === null ? [] : [id])).sort();
    this.count.rows += rows.length;
    this.count.seen += visible.length;
    const covers = actor.standing?.for ?? [];
    this.count.covered += rows.filter((row) => covers.includes(row.workerId as string) && rights.get(row.id as string) !== null).length;
    if (visible.length > 0) this.seenBy.add(`${role.name} ${record.name}`);
    const views = await this.firstWall(at, readings, rows, rights, visible);
    const adds = rows.length > 0 && (role.grants.some((grant) => grant.record === record && grant.create) || this.dice.chance(0.1));
    // Who may read nothing of a record, in no table, and would add nothing to it has no question for the database.
    const isReader = readings.plan.readable.length > 0 || record.tables.some(({ name }) => this.holds(role, 'SELECT', name));
    if (!isReader && !adds) {
      this.same(`${at}: read past the second wall`, visible, []);
      return;
    }
    await under(this.admin, `${this.config.rolePrefix}${role.persona}`, genuine(this.config, actor), async () => {
      await this.secondWall(at, readings, rows, rights, visible);
      if (views.length > 0 || readings.plan.readable.length > 0) await this.bothWalls(at, readings, rows, views, visible);
      if (adds) await this.newRow(at, readings, rows);
    });
  }

  /** The first wall alone: what a superuser, whom no row policy stops, is shown by rules, statement and view. */
  private async firstWall(
    at: string,
    readings: Readings,
    rows: readonly Row[],
    rights: Rightful,
    visible: readonly string[],
  ): Promise<View[]> {
    this.same(`${at}: memory and SQL`, visible, await readings.bySql(this.admin, 'read'));
    const views = readings.plan.readable.length === 0 ? [] : await readings.byStatement(this.admin);
    this.same(`${at}: memory and statement`, visible, idsOf({ rows: views }));
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const view of views) {
      const held = rightsIn(view);
      this.same(`${at} ${view.id}: rights`, held, rights.get(view.id));
      for (const name of held.shown) {
        const { show = null } = readings.record.fields.get(name) ?? {};
        const stored = byId.get(view.id)?.[name];
        this.same(`${at} ${view.id}: ${name}`, view[name], show === null ? stored : show(stored as never));
      }
      this.count.fields += readings.record.fields.size;
    }
    return views;
  }

  /** The second wall alone: a plain SELECT, which only grants and row policies stand against; every part has a wall of its own. */
  private async secondWall(
    at: string,
    { record, role }: Readings,
    rows: readonly Row[],
    rights: Rightful,
    visible: readonly string[],
  ): Promise<void> {
    for (const [index, { name, key }] of record.tables.entries()) {
      const fields = new Set([...record.fields.values()].filter(({ table }) => table === index).map((field) => field.name));
      const isShown = (row: Row): boolean =>
        row[`+${name}`] === true && (rights.get(row.id as string)?.shown.some((field) => fields.has(field)) ?? false);
      const expected = index === 0 ? visible : rows.filter(isShown).map(({ id }) => id as string);
      const found = this.holds(role, 'SELECT', name) ? idsOf(await this.admin.query(`SELECT "${key}" AS id FROM ${name}`)) : [];
      this.same(`${at}: memory and row policies of ${name}`, [...expected].sort(), found);
    }
  }

  /** As in the field: statement and view behind the row policies; one row by itself; the rows that a deed can lock. */
  private async bothWalls(
    at: string,
    readings: Readings,
    rows: readonly Row[],
    views: readonly View[],
    visible: readonly string[],
  ): Promise<void> {
    const { plan, record } = readings;
    this.same(`${at}: both walls`, views, await readings.byStatement(this.admin, readings.role.persona));
    const id = rows.length === 0 ? this.dice.uuid() : (this.dice.one(rows).id as string);
    const { text, values } = readOne(plan, id, { actor: readings.actor, requestId: 'proof' });
    const [one] = await unnoted<Row>(this.admin, { text, values: [...values] });
    const shown = one === undefined || one.id === null ? undefined : viewOf(plan, one);
    const listed = views.find((view) => view.id === id);
    this.same(`${at}: one row`, shown, listed);
    if (plan.deeds.length === 0 && plan.editable.length === 0) return;
    const locked = await attempt<{ id: string }>(this.admin, `SELECT id FROM ${record.tables[0]?.name ?? ''} FOR UPDATE`);
    const reach = idsOf(locked);
    const touched = rows.filter((row) => record.deeds.some((deed) => readings.may(`do:${deed}`, row)) || readings.may('update', row));
    const missed = touched.map((row) => row.id as string).filter((each) => !reach.includes(each));
    this.same(`${at}: rows out of a deed's reach`, missed, []);
    const beyond = reach.filter((each) => !visible.includes(each));
    this.same(`${at}: rows locked beyond the law`, beyond, []);
  }

  /** A new row like an old one: let in by both walls or by none. */
  private async newRow(at: string, readings: Readings, rows: readonly Row[]): Promise<void> {
    const { record, actor } = readings;
    // The sender's side adds to what was given only that it was not, where nobody else can say so.
    const withdraws = record.fields.has('withdrawnById') && ['p_supervisor', 'p_social_worker'].includes(actor.persona);
    const models = withdraws ? rows.filter(({ status, authorId }) => status === 'disputed' && authorId === null) : rows;
    if (models.length === 0) return;
    const model = this.dice.one(models);
    const withdrawal: Row = {
      correctsId: model.id,
      withdrawnById: actor.id,
      withdrawReason: 'not-given',
      authorId: null,
      units: 0,
      status: 'recorded',
    };
    const copy = { ...likeness(model, actor, this.dice), ...(withdraws ? withdrawal : {}) };
    const columns = [...record.fields.values()].filter(({ table }) => table === 0);
    const places = columns.map((_, index) => `$${index + 1}`).join(', ');
    const text = `INSERT INTO ${record.tables[0]?.name ?? ''} (${columns.map(({ column }) => `"${column}"`).join(', ')}) VALUES (${places})`;
    const bound = columns.map(({ name, type }) => (type === 'jsonb' ? JSON.stringify(copy[name]) : copy[name]));
    const { refused } = await attempt(this.admin, text, bound);
    // Somebody who is no person of this world can sign nothing there.
    if (refused === '23503') return;
    // Nothing is written into a view either: PostgreSQL says so before it asks who wants to.
    const isRefused = refused === '42501' || refused === '0A000' || refused === '55000';
    // A second row where a case has one: the walls let it in, and only then is it found to be one too many.
    const isLetIn = refused === null || refused === '23505';
    this.same(`${at}: creating (${refused})`, readings.may('create', copy) ? isLetIn : isRefused, true);
    this.count.inserts += 1;
    if (refused === null) this.count.admitted += 1;
  }

  private holds({ persona }: Role, privilege: string, table: string): boolean {
    return this.granted.has(`${persona} ${privilege} ${table}`);
  }

  private same(what: string, a: unknown, b: unknown): void {
    if (!isDeepStrictEqual(a, b)) this.faults.push(`${what}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`);
  }
}

type Rightful = ReadonlyMap<string, Rights | null>;

/** A row that could stand beside another one, as this actor would add it: the same but for what must be its own. */
function likeness(row: Row, actor: Actor, dice: Dice): Row {
  const own: Row = { id: dice.uuid() };
  if ('code' in row) own.code = 'toUnitId' in row ? dice.uuid() : `Z${dice.uuid().slice(0, 8).toUpperCase()}`;
  if ('alias' in row) {
    own.alias = 1_000 + dice.below(1_000_000);
    Object.assign(own, { unitId: actor.unitId, supervisorUnitId: actor.unitId, specialistUnitId: null, sealed: false });
  }
  if ('authorId' in row) own.authorId = actor.id;
  if ('madeById' in row) own.madeById = actor.id;
  if ('requestedById' in row) own.requestedById = actor.id;
  if ('issuedById' in row) own.issuedById = actor.id;
  if ('printedById' in row) Object.assign(own, { printedById: actor.id, agencyId: actor.agencyId });
  if ('causeId' in row) own.causeId = dice.uuid();
  if ('dueAt' in row) own.dueAt = '2026-05-01T04:00:00Z';
  if ('riskBasis' in row) own.status = 'done';
  if ('correctsId' in row) own.correctsId = null;
  if ('login' in row) own.login = `z${dice.uuid()}`;
  if ('name' in row) own.name = dice.uuid();
  return { ...row, ...own };
}
