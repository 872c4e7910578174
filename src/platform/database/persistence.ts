import { randomUUID } from 'node:crypto';
import type { EntityMetadata, ObjectLiteral } from 'typeorm';
import { Parameters, prepared, type Sql } from './sql.ts';

type Driver = EntityMetadata['connection']['driver'];

/** An entity's values as the database takes them, by column name. */
export function valuesOf(metadata: EntityMetadata, entity: ObjectLiteral, driver: Driver): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const column of metadata.columns) {
    const value: unknown = driver.preparePersistentValue(column.getEntityValue(entity), column);
    if (value !== undefined) values.set(column.databaseName, value);
  }
  return values;
}

/** The statement that stores new entities of one kind. Their ids are drawn here, so that nothing needs to be read back. */
export function insertOf(metadata: EntityMetadata, entities: readonly ObjectLiteral[], driver: Driver): Sql {
  const { bind, values: bound } = new Parameters();
  const rows = entities.map((entity) => {
    drawWhatIsMissing(metadata, entity);
    return valuesOf(metadata, entity, driver);
  });
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const places = rows.map((row) => `(${columns.map((column) => (row.has(column) ? bind(row.get(column)) : 'DEFAULT')).join(', ')})`);
  const names = columns.map((name) => `"${name}"`).join(', ');
  return prepared('insert', { text: `INSERT INTO ${metadata.tablePath} (${names}) VALUES ${places.join(', ')}`, values: bound });
}

function drawWhatIsMissing({ generatedColumns, versionColumn }: EntityMetadata, entity: ObjectLiteral): void {
  for (const column of generatedColumns) {
    if (column.getEntityValue(entity) === undefined) column.setEntityValue(entity, randomUUID());
  }
  if (versionColumn !== undefined && versionColumn.getEntityValue(entity) === undefined) versionColumn.setEntityValue(entity, 1);
}

/** The statement that stores what changed, provided that nobody changed the row meanwhile; null if nothing did. */
export function updateOf(
  metadata: EntityMetadata,
  entity: ObjectLiteral,
  before: ReadonlyMap<string, unknown>,
  driver: Driver,
): Sql | null {
  const changed = [...valuesOf(metadata, entity, driver)].filter(([name, value]) => !same(value, before.get(name)));
  if (changed.length === 0) return null;
  const { bind, values } = new Parameters();
  const sets = changed.map(([name, value]) => `"${name}" = ${bind(value)}`);
  const where = metadata.primaryColumns.map((column) => `"${column.databaseName}" = ${bind(before.get(column.databaseName))}`);
  const version = metadata.versionColumn;
  if (version !== undefined) {
    where.push(`"${version.databaseName}" = ${bind(before.get(version.databaseName))}`);
    const next = Number(before.get(version.databaseName)) + 1;
    sets.push(`"${version.databaseName}" = ${bind(next)}`);
    version.setEntityValue(entity, next);
  }
  const update = `UPDATE ${metadata.tablePath} SET ${sets.join(', ')} WHERE ${where.join(' AND ')} RETURNING 1`;
  return prepared('update', { text: `WITH kept AS (${update}) SELECT ctx.exactly_one(count(*)) FROM kept`, values });
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
