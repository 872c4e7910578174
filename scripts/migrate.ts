import 'reflect-metadata';
import { migrations } from '../migrations/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { migrationSource } from '../src/platform/data-source.ts';
import { queueName } from '../src/platform/jobs/relay.ts';
import { migrateQueue } from '../src/platform/queue/migrate-queue.ts';
import { bootstrap, installContextKey, openDemonstrationClock } from '../src/platform/database/bootstrap.ts';

/** Makes roles, brings the tables up to date, hands the database its key. Running it again changes nothing. */
const config = readConfig();
await bootstrap(config);
const source = await migrationSource(config, migrations).initialize();
const done = await source.runMigrations();
await source.destroy();
await installContextKey(config);
await openDemonstrationClock(config);
await migrateQueue(config.migrationDatabaseUrl ?? config.databaseUrl, { login: `${config.rolePrefix}queue_login`, names: [queueName] });
process.stdout.write(done.length === 0 ? 'The database is up to date.\n' : `Migrated: ${done.map(({ name }) => name).join(', ')}\n`);
