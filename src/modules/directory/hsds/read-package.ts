import { isTooDeep } from '../../../platform/input.ts';
import { faultsInDocument } from './check-document.ts';
import { faultsOf } from './check-row.ts';
import { assemble, type Tables } from './assemble.ts';
import { Unreadable, type Finding } from './findings.ts';
import { tables, type TableName } from './tables.ts';
import { isRow, jsonOf, rowsOf, textOf, type Row } from './texts.ts';
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

function fromJson(written: unknown): ReadPackage {
  if (isTooDeep(written)) throw new Unreadable('not-a-package');
  const documents = documentsIn(written);
  if (documents !== null) return { format: 'documents', services: documents, findings: documents.flatMap(faultsInDocument) };
  if (!isRow(written)) throw new Unreadable('not-a-package');
  const byName = Object.entries(written).filter((entry): entry is [string, readonly unknown[]] => Array.isArray(entry[1]));
  const listed = byName.map(([name, rows]) => [tableCalled(name), rows] as const).filter(([name]) => name !== undefined);
  if (listed.length === 0) throw new Unreadable('not-a-package');
  if (listed.some(([, rows]) => !rows.every(isRow))) throw new Unreadable('not-a-package');
  const read = (listed as [TableName, Row[]][]).map(([name, rows]) => [name, rows.map((row) => typed(name, row))] as const);
  const found = new Map(read);
  if (found.size < read.length) throw new Unreadable('not-a-package');
  return fromTables('tables', found, []);
}

async function fromArchive(bytes: Buffer): Promise<ReadPackage> {
  const files = await unzip(bytes);
  const { tableAt, findings } = describedIn(files);
  const found = new Map<TableName, Row[]>();
  for (const [path, content] of files) {
    const file = path.split('/').at(-1) ?? path;
    const name = tableAt(path) ?? tableCalled(file);
    if (name !== undefined) {
      if (found.has(name)) throw new Unreadable('archive-twice', path);
      found.set(
        name,
        rowsOf(textOf(content, path), path).map((row) => typed(name, row)),
      );
    } else if (file.endsWith('.csv')) findings.push({ table: file, row: 0, column: '', is: 'table-not-known' });
  }
  return fromTables('archive', found, findings);
}

/** What the description of the package says of where its tables lie; without one that can be read, they are known by their names. */
function describedIn(files: ReadonlyMap<string, Buffer>): { tableAt: (path: string) => TableName | undefined; findings: Finding[] } {
  const [place, content] = [...files].find(([path]) => path.split('/').at(-1) === 'datapackage.json') ?? [];
  const description = content === undefined ? {} : parsed(content);
  const isReadable = isRow(description) && !isTooDeep(description);
  const folder = place?.slice(0, -'datapackage.json'.length) ?? '';
  const resources = isReadable && Array.isArray(description.resources) ? description.resources.filter(isRow) : [];
  const tableAt = (path: string): TableName | undefined => {
    const resource = resources.find((each) => typeof each.path === 'string' && `${folder}${each.path}` === path);
    return typeof resource?.name === 'string' ? tableCalled(resource.name) : undefined;
  };
  const gap: Finding = { table: 'datapackage.json', row: 0, column: '', is: 'description-unreadable' };
  return { tableAt, findings: isReadable ? [] : [gap] };
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

function parsed(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8')) as unknown;
  } catch {
    // the runtime has no other way to say that something is no JSON
    return undefined;
  }
}
