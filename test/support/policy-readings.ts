import type { MongoAbility } from '@casl/ability';
import type { Client } from 'pg';
import { asSubject, openAbility, whereOf } from '../../src/access/compile.ts';
import { Plan } from '../../src/access/plan.ts';
import type { RecordType } from '../../src/access/record.ts';
import type { Role } from '../../src/access/role.ts';
import { readPage } from '../../src/access/statement.ts';
import { viewOf, type View } from '../../src/access/view.ts';
import type { Actor } from '../../src/platform/database/context.ts';
import { Parameters } from '../../src/platform/database/sql.ts';
import type { Row } from './policy-world.ts';

/** What an actor may do with one row, put so that two readings of the law can be held side by side. */
export interface Rights {
  readonly shown: readonly string[];
  readonly masked: readonly string[];
  readonly editable: readonly string[];
  readonly can: readonly string[];
}

/** One law for one record and one asker, to be read in every way the house reads it. */
export class Readings {
  readonly plan: Plan;
  /** Fields that CASL lets the asker read, or edit, on some row. */
  private readonly readable: readonly string[];
  private readonly editable: readonly string[];

  constructor(
    private readonly ability: MongoAbility,
    readonly role: Role,
    readonly record: RecordType,
    readonly actor: Actor,
  ) {
    this.plan = new Plan(role, record);
    const somewhere = (action: string): string[] =>
      [...record.fields.keys()].filter((name) => ability.rulesFor(action, record.name, name).length > 0);
    this.readable = somewhere('read');
    this.editable = somewhere('update');
  }

  /** In memory: CASL asked row by row, field by field. Null: the row does not exist for the asker. */
  inMemory(row: Row): Rights | null {
    const { ability, record } = this;
    const subject = asSubject(record, row);
    if (!this.may('read', row)) return null;
    const shown = this.readable.filter((name) => ability.can('read', subject as never, name));
    const status = row.status as string;
    const isMove = (deed: string): boolean => record.lifecycle?.knows(deed) ?? false;
    const isOpen = (deed: string): boolean =>
      isMove(deed) ? record.lifecycle?.movesFrom(status).includes(deed) === true : (record.deedsFrom.get(deed)?.includes(status) ?? true);
    const takesEdits = record.edits?.from.includes(status) ?? true;
    return {
      shown: shown.sort(),
      masked: this.readable.filter((name) => !shown.includes(name)).sort(),
      editable: this.editable.filter((name) => takesEdits && ability.can('update', subject as never, name)).sort(),
      can: record.deeds.filter((deed) => this.may(`do:${deed}`, row) && isOpen(deed)).sort(),
    };
  }

  /** Whether CASL lets the asker do something to a row. */
  may(action: string, row: Row): boolean {
    return this.ability.can(action, asSubject(this.record, row) as never);
  }

  /** In SQL: the ids the compiled rules pick for an action or for one field. */
  async bySql(client: Client, action: string, field?: string): Promise<string[]> {
    const { bind, values } = new Parameters();
    const where = whereOf(openAbility(this.role), action, this.record, { alias: 't', bind, actor: this.actor }, field);
    // What the law compiles to this picks no row: no database need be asked.
    if (where === 'FALSE') return [];
    return idsOf(await client.query<{ id: string }>(`SELECT t.id FROM ${this.record.tables[0]?.name} t WHERE ${where}`, values));
  }

  /** Through the statement and the view that answer a request; `filter` looks for a value of one field. */
  async byStatement(client: Client, reader = 'superuser', filter?: { name: string; value: string }): Promise<View[]> {
    const found = filter === undefined ? undefined : this.plan.readable.find(({ field }) => field.name === filter.name);
    const filters = found === undefined ? [] : [{ ...found, values: [filter?.value ?? ''] }];
    const listing = { limit: 10_000, sort: null, descending: false, after: null, filters, stretches: [], sortScopes: [] };
    const { text, values, name = '' } = readPage(this.plan, listing, { actor: this.actor, requestId: 'proof' });
    // Prepared apart for each reader: a plan that depends on row policies is made anew whenever the role changes.
    const rows = await unnoted<Row>(client, { name: `${name}-${reader}`, text, values: [...values] });
    return rows.filter((row) => row.id !== null).map((row) => viewOf(this.plan, row));
  }
}

/** What a view says of its row. */
export function rightsIn({ meta, ...values }: View): Rights {
  return {
    shown: Object.keys(values).sort(),
    masked: [...meta.masked].sort(),
    editable: [...meta.editable].sort(),
    can: [...meta.can].sort(),
  };
}

/** The ids of an answer, in order. */
export function idsOf({ rows }: { rows: readonly { id: string }[] }): string[] {
  return rows.map(({ id }) => id).sort();
}

/** The rows of a statement that notes who read them; the note is undone, or the log would change while it is compared. */
export async function unnoted<R extends object>(client: Client, query: { name?: string; text: string; values: unknown[] }): Promise<R[]> {
  await client.query('SAVEPOINT unnoted');
  const { rows } = await client.query<R>(query);
  await client.query('ROLLBACK TO SAVEPOINT unnoted; RELEASE SAVEPOINT unnoted');
  return rows;
}
