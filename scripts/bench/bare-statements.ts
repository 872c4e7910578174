import { Plan } from '../../src/access/plan.ts';
import type { Field, RecordType } from '../../src/access/record.ts';
import { roles } from '../../src/policy/index.ts';

/** A list as somebody asks for it: one filter, one order, twenty rows. */
export interface ListShape {
  readonly filter: string;
  readonly among: readonly string[];
  /** A field; with a minus before it the last come first. */
  readonly sort: string;
}

/** The same columns that a role reads of a record, and nothing of the law: what remains is what the work itself costs. */
export class BareStatements {
  private readonly plan: Plan;
  private readonly columns: string;
  private readonly from: string;

  constructor(
    role: string,
    private readonly record: RecordType,
  ) {
    const law = roles.find(({ name }) => name === role);
    if (law === undefined) throw new Error(`No role is called ${role}.`);
    this.plan = new Plan(law, record);
    const fields = this.plan.readable.map(({ field }) => field);
    this.columns = fields.map((field) => `${place(field)} AS "${field.name}"`).join(', ');
    const parts = [...new Set(fields.map(({ table }) => table))].filter((table) => table > 0);
    const joins = parts.map((at) => ` LEFT JOIN ${record.tables[at]?.name} p${at} ON p${at}."${record.tables[at]?.key}" = t.id`);
    this.from = `${record.tables[0]?.name} t${joins.join('')}`;
  }

  /** One row by its id, `$1`. */
  read(): string {
    return `SELECT ${this.columns} FROM ${this.from} WHERE t.id = $1`;
  }

  /** A page of the rows that somebody, `$1`, has, among the values `$2`. */
  list(whose: string, { filter, sort }: ListShape): string {
    const order = sort.startsWith('-') ? `${this.column(sort.slice(1))} DESC` : this.column(sort);
    return `SELECT ${this.columns} FROM ${this.from} WHERE ${whose} AND ${this.column(filter)} = ANY($2) ORDER BY ${order} NULLS LAST, t.id LIMIT 21`;
  }

  /** One update of a row by its id, `$1`, which answers with the columns of its own table. */
  update(sets: string): string {
    const own = this.plan.readable.filter(({ field }) => field.table === 0).map(({ field }) => `${place(field)} AS "${field.name}"`);
    return `UPDATE ${this.record.tables[0]?.name} t SET ${sets} WHERE t.id = $1 RETURNING ${own.join(', ')}`;
  }

  private column(name: string): string {
    const field = this.record.fields.get(name);
    if (field === undefined) throw new Error(`${this.record.name} has no field ${name}.`);
    return place(field);
  }
}

function place({ table, column }: Field): string {
  return `${table === 0 ? 't' : `p${table}`}."${column}"`;
}
