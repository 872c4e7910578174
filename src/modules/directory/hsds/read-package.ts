import { isTooDeep } from '../../../platform/input.ts';
import { faultsOf } from './check-row.ts';
import { assemble, type Tables } from './assemble.ts';
import { Unreadable, type Finding } from './findings.ts';
import { tables, type TableName } from './tables.ts';
import { jsonOf, rowsOf, textOf, type Row } from './texts.ts';
import { unzip } from './unzip.ts';

/** How a package came: documents, tables in one document, or an archive of tables. */
export type PackageFormat = 'documents' | 'tables' | 'archive';

/** A package as it was read: one document for each service, and what was found on the way. */
export interface ReadPackage {
  readonly format: PackageFormat;
  readonly services: readonly Row[];
  readonly findings: readonly Finding[];
}

const names = Object.keys(tables) as TableName[];

/** Reads a package of the Human Services Data Specification as somebody published it. What is no package at all throws `Unreadable`. */
export async function readPackage(bytes: Buffer): Promise<ReadPackage> {
  const read = bytes.subarray(0, 2).toString('latin1') === 'PK' ? await fromArchive(bytes) : fromJson(jsonOf(textOf(bytes)));
  if (read.services.length === 0) throw new Unreadable('without-services');
  return read;
}

function fromJson(found: unknown): ReadPackage {
  if (isTooDeep(found)) throw new Unreadable('not-a-package');
  const documents = documentsIn(found);
  if (documents !== null) return { format: 'documents', services: documents, findings: documents.flatMap(faultsInDocument) };
  if (!isRow(found)) throw new Unreadable('not-a-package');
  const byName = Object.entries(found).filter((entry): entry is [string, readonly unknown[]] => Array.isArray(entry[1]));
  const listed = byName.map(([name, rows]) => [tableCalled(name), rows] as const).filter(([name]) => name !== undefined);
  if (listed.length === 0) throw new Unreadable('not-a-package');
  if (listed.some(([, rows]) => !rows.every(isRow))) throw new Unreadable('not-a-package');
  const read = (listed as [TableName, Row[]][]).map(([name, rows]) => [name, rows.map((row) => typed(name, row))] as const);
  return fromTables('tables', new Map(read), []);
}

async function fromArchive(bytes: Buffer): Promise<ReadPackage> {
  const found = new Map<TableName, Row[]>();
  const findings: Finding[] = [];
  for (const [path, content] of await unzip(bytes)) {
    const file = path.split('/').at(-1) ?? path;
    const name = tableCalled(file);
    if (name !== undefined)
      found.set(
        name,
        rowsOf(textOf(content, path), path).map((row) => typed(name, row)),
      );
    else if (file === 'datapackage.json' && !isJson(content))
      findings.push({ table: file, row: 0, column: '', is: 'description-unreadable' });
    else if (file.endsWith('.csv')) findings.push({ table: file, row: 0, column: '', is: 'table-not-known' });
  }
  return fromTables('archive', found, findings);
}

function fromTables(format: PackageFormat, found: Tables, before: readonly Finding[]): ReadPackage {
  const faults = [...found].flatMap(([table, rows]) => [
    ...rows.flatMap((row, at) => faultsOf(table, row).map((fault) => ({ table, row: at + 1, ...fault }))),
    ...twice(table, rows),
  ]);
  const { services, findings } = assemble(found);
  return { format, services, findings: [...before, ...faults, ...findings] };
}

function twice(table: TableName, rows: readonly Row[]): Finding[] {
  const seen = new Set<unknown>();
  return rows.flatMap(({ id }, at) => {
    const isTwice = id !== undefined && seen.has(id);
    seen.add(id);
    return isTwice ? [{ table, row: at + 1, column: 'id', is: 'id-twice' as const }] : [];
  });
}

/** The faults of a document, each at its way through it: `phones/0/number`. */
function faultsInDocument(service: Row, at: number, all: readonly Row[]): Finding[] {
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

/** One service, a list of them, or a page of them as an API of the standard gives it. */
function documentsIn(found: unknown): Row[] | null {
  const list = Array.isArray(found) ? found : isRow(found) ? (found.contents ?? found.items ?? [found]) : null;
  const isServices = Array.isArray(list) && list.every((each) => isRow(each) && 'id' in each && 'name' in each);
  return isServices ? (list as Row[]) : null;
}

/** Tables come from programs that guess: a number is read where the standard has one, and nowhere else. */
function typed(name: TableName, row: Row): Row {
  const { columns } = tables[name];
  return Object.fromEntries(
    Object.entries(row).map(([column, cell]) => [column, columns.get(column) === 'number' ? asNumber(cell) : asText(cell)]),
  );
}

function asNumber(cell: unknown): unknown {
  return typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
}

function asText(cell: unknown): unknown {
  return typeof cell === 'number' ? String(cell) : cell;
}

function tableCalled(name: string): TableName | undefined {
  const bare = name.replace(/\.csv$/, '');
  return names.find((each) => each === bare || tables[each].file === bare);
}

function isJson(content: Buffer): boolean {
  try {
    JSON.parse(content.toString('utf8'));
    return true;
  } catch {
    // the runtime has no other way to say that something is no JSON
    return false;
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
