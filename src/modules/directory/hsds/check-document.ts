import { faultsOf } from './check-row.ts';
import type { Finding } from './findings.ts';
import { tables, type TableName } from './tables.ts';
import { isRow, type Row } from './texts.ts';

/** The faults of a document, each at its way through it: `phones/0/number`. */
export function faultsInDocument(service: Row, at: number, all: readonly Row[]): Finding[] {
  const isTwice = all.findIndex(({ id }) => id === service.id) < at;
  const own = faultsBelow('service', service, '').map((fault) => ({ table: 'service', row: at + 1, ...fault }));
  return isTwice ? [...own, { table: 'service', row: at + 1, column: 'id', is: 'id-twice' }] : own;
}

function faultsBelow(name: TableName, row: Row, way: string): Pick<Finding, 'column' | 'is'>[] {
  const { many, one } = tables[name];
  const own = faultsOf(name, row).map(({ column, is }) => ({ column: `${way}${column}`, is }));
  const single = Object.entries(one).flatMap(([key, { table }]) => {
    const value = row[key];
    if (value === undefined || value === null) return [];
    return isRow(value) ? faultsBelow(table, value, `${way}${key}/`) : [{ column: `${way}${key}`, is: 'object-expected' as const }];
  });
  const listed = Object.entries(many).flatMap(([key, { table }]) => {
    const value = row[key];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value) || !value.every(isRow)) return [{ column: `${way}${key}`, is: 'list-expected' as const }];
    return value.flatMap((each, index) => faultsBelow(table, each, `${way}${key}/${index}/`));
  });
  return [...own, ...single, ...listed];
}
