import { Unreadable, type Finding } from './findings.ts';
import { namedBy, tables, type TableName } from './tables.ts';
import type { Row } from './texts.ts';

/** The rows of a tabular package, by table. */
export type Tables = ReadonlyMap<TableName, readonly Row[]>;

/** Rows that many others name are written out under each of them: this is where it ends. */
const mostRows = 100_000;

/** Makes of tables one document for each service, with all that belongs to it; says what names nothing and what no service reaches. */
export function assemble(found: Tables): { services: Row[]; findings: Finding[] } {
  const assembly = new Assembly(found);
  const services = (found.get('service') ?? []).map((row) => assembly.build('service', row));
  return { services, findings: [...danglings(found), ...assembly.unreached()] };
}

/** Puts the rows of tables together, and remembers which of them it needed. */
class Assembly {
  private readonly reached = new Set<Row>();
  private readonly indexes = new Map<string, ReadonlyMap<unknown, readonly Row[]>>();
  private written = 0;

  constructor(private readonly found: Tables) {}

  /** A row with everything that hangs on it. */
  build(name: TableName, row: Row): Row {
    if (++this.written > mostRows) throw new Unreadable('package-too-large');
    this.reached.add(row);
    const { many, one } = tables[name];
    const whole: Record<string, unknown> = { ...row };
    for (const [key, { table, by }] of Object.entries(one)) {
      const [single] = row[by] === undefined ? [] : this.having(table, 'id', row[by]);
      if (single !== undefined) whole[key] = this.build(table, single);
    }
    for (const [key, { table, by }] of Object.entries(many)) {
      const rows = this.having(table, by, row.id);
      if (rows.length > 0) whole[key] = rows.map((each) => this.build(table, each));
    }
    return whole;
  }

  /** Rows that belong to nothing that belongs to a service. */
  unreached(): Finding[] {
    return [...this.found].flatMap(([table, rows]) =>
      rows.flatMap((row, at) => (this.reached.has(row) ? [] : [{ table, row: at + 1, column: 'id', is: 'of-no-service' as const }])),
    );
  }

  private having(table: TableName, column: string, value: unknown): readonly Row[] {
    const key = `${table}.${column}`;
    const index = this.indexes.get(key) ?? Map.groupBy(this.found.get(table) ?? [], (row) => row[column]);
    this.indexes.set(key, index);
    return index.get(value) ?? [];
  }
}

function danglings(found: Tables): Finding[] {
  const ids = new Map([...found].map(([name, rows]) => [name, new Set(rows.map(({ id }) => id))]));
  return [...found].flatMap(([table, rows]) =>
    rows.flatMap((row, at) =>
      Object.entries(row).flatMap(([column, value]) => {
        const named = namedBy(column);
        const isThere = named === undefined || (ids.get(named)?.has(value) ?? false);
        return isThere ? [] : [{ table, row: at + 1, column, is: 'names-nothing' as const }];
      }),
    ),
  );
}
