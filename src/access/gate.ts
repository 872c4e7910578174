import { Inject, Injectable } from '@nestjs/common';
import type { MongoAbility } from '@casl/ability';
import { answer, type Answer, type Rendered } from '../platform/answer.ts';
import { CONFIG, keyFor, type Config } from '../platform/config.ts';
import type { Actor } from '../platform/database/context.ts';
import { Database } from '../platform/database/database.ts';
import { currentWork } from '../platform/work.ts';
import { forbidden, notFound, Problem, unknownField } from '../kernel/problem.ts';
import { abilityOf, asSubject } from './compile.ts';
import { noted } from './note.ts';
import { boundTo, Cursors, listingOf, type Query, type Stretch } from './page.ts';
import { Plans, type Plan } from './plan.ts';
import { keyTo, type RecordType } from './record.ts';
import { Policy } from './role.ts';
import { locking, updates } from './row-statements.ts';
import { readCounts, readOne, readPage, type Under } from './statement.ts';
import { editableOn, Tags, viewOf, type View } from './view.ts';

type Row = Readonly<Record<string, unknown>>;

/** The only way to a protected row: what it shows, hands over or takes in has passed the policy of whoever asks. */
@Injectable()
export class Gate {
  private readonly plans = new Plans();
  private readonly abilities = new WeakMap<Actor, MongoAbility>();
  private readonly tags: Tags;
  private readonly cursors: Cursors;

  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    @Inject(CONFIG) config: Config,
  ) {
    this.tags = new Tags(keyFor(config, 'etag'));
    this.cursors = new Cursors(keyFor(config, 'cursor'));
  }

  /** Shows one row as it is once the work is done; 404 if it is not to be seen. */
  show(record: RecordType, id: string): Answer {
    const { plan, asker } = this.asking(record);
    return {
      [answer]: true,
      resourceId: id,
      sql: () => readOne(plan, id, asker),
      render: (rows) => this.rendered(plan, rows),
    };
  }

  /** Shows a page of the rows the asker may see. Filters and sorts work on readable fields only. */
  list(record: RecordType, query: Query, narrowed: readonly Stretch[] = []): Answer {
    return this.page(record, query, null, narrowed);
  }

  /** Counts the rows the asker may see of several lists within one, by the conditions those lists are read by. */
  tally(record: RecordType, query: Query, lists: readonly (readonly Stretch[])[], render: (counts: readonly number[]) => unknown): Answer {
    const { plan, asker } = this.asking(record);
    const [among, ...listings] = [listingOf(plan, query, () => null), ...lists.map((each) => listingOf(plan, {}, () => null, each))];
    return {
      [answer]: true,
      resourceId: null,
      sql: () => readCounts(plan, among, listings, asker),
      render: ([row = {}]) => ({ body: render(lists.map((_, at) => Number(row[String(at)] ?? 0))) }),
    };
  }

  /** Shows a page of the rows that stand under one row of another record; 404 if that one is not to be seen. */
  listUnder(over: RecordType, id: string, record: RecordType, query: Query): Answer {
    const by = keyTo(over);
    if (Object.hasOwn(query, by)) throw unknownField(by);
    return this.page(record, { ...query, [by]: id }, { plan: this.asking(over).plan, id });
  }

  private page(record: RecordType, query: Query, under: Under | null, narrowed: readonly Stretch[] = []): Answer {
    const { plan, asker } = this.asking(record);
    const listing = listingOf(plan, query, (cursor, bound) => this.cursors.open(cursor, asker.actor.id, bound), narrowed);
    const render = (rows: readonly Row[]): Rendered => {
      if (rows[0]?.['~under'] === false) throw notFound();
      const found = rows.filter((row) => row.id !== null);
      const last = found.length > listing.limit ? found[listing.limit - 1] : undefined;
      const next =
        last === undefined
          ? null
          : this.cursors.seal({ value: last['~sorted'] ?? null, id: last.id as string }, asker.actor.id, boundTo(plan, query));
      return { body: { items: found.slice(0, listing.limit).map((row) => viewOf(plan, row)), next } };
    };
    return { [answer]: true, resourceId: null, sql: () => readPage(plan, listing, asker, under), render };
  }

  /** Hands over a row, locked, for a deed: 404 if the asker does not see it, 403 if the deed is not theirs on this row. */
  async take<E extends object, Scopes extends string, Deeds extends string>(
    record: RecordType<E, Scopes, Deeds>,
    id: string,
    deed: NoInfer<Deeds>,
  ): Promise<E> {
    const [row] = await this.database.rows<Row>(locking(record, id));
    if (row === undefined) throw notFound();
    const entity = this.database.hydrate(record.entity, row);
    if (!this.may('read', record, entity)) throw notFound();
    if (!this.may(`do:${deed}`, record, entity)) throw forbidden({ deed });
    this.noteDone(deed, record, id, entity);
    return entity;
  }

  /** Hands over a row to be looked at, not changed; 404 if the asker does not see it. */
  async peek<E extends object>(record: RecordType<E>, id: string): Promise<E> {
    const [row] = await this.database.rows<Row>({
      name: `peek-${record.name}`,
      text: `SELECT * FROM ${record.tables[0]?.name} WHERE id = $1`,
      values: [id],
    });
    if (row === undefined) throw notFound();
    const entity = this.database.hydrate(record.entity, row);
    if (!this.may('read', record, entity)) throw notFound();
    return entity;
  }

  /** What the asker sees of one row, in the middle of a deed; 404 if nothing. */
  async view(record: RecordType, id: string): Promise<View> {
    const { plan, asker } = this.asking(record);
    const [row] = await this.database.rows<Row>(readOne(plan, id, asker));
    if (row === undefined || row.id === null) throw notFound();
    return viewOf(plan, row);
  }

  /** What the asker sees of a page of rows, in the middle of a deed. */
  async views(record: RecordType, query: Query): Promise<View[]> {
    const { plan, asker } = this.asking(record);
    const listing = listingOf(plan, query, () => null);
    const rows = await this.database.rows<Row>(readPage(plan, listing, asker));
    return rows.filter((row) => row.id !== null).map((row) => viewOf(plan, row));
  }

  /** Whether the asker sees this row. For a refusal that must not tell more than the asker knows. */
  async sees(record: RecordType, id: string): Promise<boolean> {
    const { plan, asker } = this.asking(record);
    const rows = await this.database.rows<Row>(readOne(plan, id, asker, 'refused'));
    return rows[0]?.id === id;
  }

  /** Lets a new row in, if the asker may bring such a row into being. */
  admit<E extends { id: string }>(record: RecordType<E>, entity: E): E {
    if (!this.may('create', record, entity)) throw forbidden({ deed: 'create' });
    this.database.keep(entity);
    this.noteDone('create', record, entity.id, entity);
    return entity;
  }

  /**
   * Edits fields of a row. `ifMatch` must name the fields as they are now (412 lists those that differ); a field the asker
   * cannot read does not exist (400), one that is readable but not theirs to set is refused by name (403). The row itself is
   * asked too: what is over takes no edit (409).
   */
  async change<E extends object>(record: RecordType<E>, id: string, patch: object, ifMatch: string | undefined): Promise<Answer> {
    if (ifMatch === undefined) throw new Problem(428, 'if-match-missing');
    const { plan, asker } = this.asking(record);
    const wanted = Object.entries(patch).filter(([, value]) => value !== undefined);
    const unread = wanted.find(([name]) => !plan.readable.some(({ field }) => field.name === name));
    if (unread !== undefined) throw unknownField(unread[0]);
    // The row is locked before it is read: both statements travel together, in this order.
    await this.database.begin();
    const [[locked], [row]] = await Promise.all([
      this.database.rows<Row>(locking(record, id)),
      this.database.rows<Row>(readOne(plan, id, asker, 'edit')),
    ]);
    if (locked === undefined || row === undefined || row.id === null) throw notFound();
    const view = viewOf(plan, row);
    const mine = editableOn(plan, row);
    const fixed = wanted.map(([name]) => name).filter((name) => !mine.includes(name));
    if (fixed.length > 0) throw new Problem(403, 'not-editable', { params: { fields: fixed } });
    const entity = this.database.hydrate(record.entity, locked);
    record.edits?.refuseOtherwise(entity);
    this.refuseOther(plan, view, ifMatch);
    for (const update of updates(record, id, wanted)) await this.database.send(update);
    this.noteDone('edit', record, id, entity, [...new Set(wanted.map(([name]) => record.fields.get(name)?.group ?? ''))]);
    return this.show(record, id);
  }

  /** Refuses a deed on a row that is no longer as the asker saw it. The row is taken first; `ifMatch` names its fields as in an edit. */
  async refuseStale(record: RecordType, id: string, ifMatch: string | undefined): Promise<void> {
    if (ifMatch === undefined) throw new Problem(428, 'if-match-missing');
    this.refuseOther(this.asking(record).plan, await this.view(record, id), ifMatch);
  }

  /** Of these fields, those the asker can read on some row, but edit on none; empty if one of them does not exist for the asker. */
  readOnlyAmong(record: RecordType, names: readonly string[]): string[] {
    const { plan } = this.asking(record);
    if (!names.every((name) => plan.readable.some(({ field }) => field.name === name))) return [];
    return names.filter((name) => !plan.editable.some((field) => field.name === name));
  }

  /** Whether the asker may do this to some row of the record: a route that nobody of this role may try is not tried. */
  mayTry(action: string, record: RecordType): boolean {
    return this.ability().rulesFor(action, record.name).length > 0;
  }

  private refuseOther(plan: Plan, view: View, ifMatch: string): void {
    const stale = this.tags.stale(plan, view, ifMatch);
    if (stale.length > 0)
      throw new Problem(412, 'stale', { params: { current: Object.fromEntries(stale.map((name) => [name, view[name]])) } });
  }

  private may(action: string, record: { readonly name: string }, entity: object): boolean {
    const row = asSubject(record as RecordType, entity);
    return this.ability()
      .rulesFor(action, record.name)
      .some((rule) => rule.matchesConditions(row as never));
  }

  /** Notes a deed on rows that whoever did it does not see, or on none: the access log has it, and says of no row whether it was there. */
  noteUnseen(deed: string, record: RecordType): void {
    this.noteDone(deed, record, null, {});
  }

  /** Writes a deed to the access log, in its transaction. What the system does for somebody within their deed follows from it, and is not noted. */
  private noteDone(deed: string, record: RecordType, id: string | null, entity: object, groups: readonly string[] = []): void {
    const work = currentWork();
    if (this.database.actor !== work.actor) return;
    const { plan, asker } = this.asking(record);
    this.database.sendAlong(noted(plan, asker, { deed, id, groups, row: entity }));
  }

  private ability(): MongoAbility {
    const { actor } = this.database;
    const known = this.abilities.get(actor);
    if (known !== undefined) return known;
    const ability = abilityOf(this.policy.actedBy(actor), actor);
    this.abilities.set(actor, ability);
    return ability;
  }

  private asking(record: RecordType): { plan: Plan; asker: { actor: Actor; requestId: string } } {
    const { actor } = this.database;
    const plan = this.plans.of(this.policy.actedBy(actor), record);
    return { plan, asker: { actor, requestId: currentWork().id } };
  }

  private rendered(plan: Plan, rows: readonly Row[]): Rendered {
    const [row] = rows;
    if (row === undefined || row.id === null) throw notFound();
    const view: View = viewOf(plan, row);
    return { body: view, etag: this.tags.header(plan, view) };
  }
}
