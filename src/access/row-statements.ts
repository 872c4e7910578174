import { Parameters, prepared, type Sql } from '../platform/database/sql.ts';
import type { RecordType } from './record.ts';

/** Reads a whole row and keeps it as it is until the deed is done. */
export function locking(record: Pick<RecordType, 'name' | 'tables'>, id: string): Sql {
  return { name: `take-${record.name}`, text: `SELECT * FROM ${record.tables[0]?.name} WHERE id = $1 FOR UPDATE`, values: [id] };
}

/** One statement for each table that holds an edited field. */
export function updates(record: RecordType, id: string, wanted: readonly [string, unknown][]): Sql[] {
  return record.tables.flatMap((table, index) => {
    const here = wanted.flatMap(([name, value]) => {
      const field = record.fields.get(name);
      return field?.table === index ? [{ column: field.column, value: field.type === 'jsonb' ? JSON.stringify(value) : value }] : [];
    });
    if (here.length === 0) return [];
    const { bind, values } = new Parameters();
    const sets = here.map(({ column, value }) => `"${column}" = ${bind(value)}`).join(', ');
    const update = `UPDATE ${table.name} SET ${sets} WHERE "${table.key}" = ${bind(id)}::uuid RETURNING 1`;
    return [prepared('edit', { text: `WITH kept AS (${update}) SELECT ctx.exactly_one(count(*)) FROM kept`, values })];
  });
}
