import { DataSource, type DataSourceOptions } from 'typeorm';
import { types } from 'pg';
import { urlFor, type Config, type Login } from './config.ts';
import { SnakeNaming } from './database/naming.ts';

// A day stays a day: no zone may move it.
types.setTypeParser(1082, (day) => day);

/** How one login of this installation reaches the database. The connections are pipelined: statements do not wait for each other's answers. */
export function dataSourceOptions(config: Config, login: Login): DataSourceOptions {
  return {
    type: 'postgres',
    url: urlFor(config, login),
    namingStrategy: new SnakeNaming(),
    logging: false,
    poolSize: 20,
    extra: { pipeline: true, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 5_000, application_name: `homeward-${login}` },
  };
}

/** A data source without entities, for migrations. */
export function migrationSource(config: Config, migrations: NonNullable<DataSourceOptions['migrations']>): DataSource {
  return new DataSource({
    type: 'postgres',
    url: config.migrationDatabaseUrl ?? config.databaseUrl,
    migrations,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    logging: false,
  });
}
