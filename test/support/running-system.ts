import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { queueName } from '../../src/platform/jobs/relay.ts';
import { openDemonstrationClock } from '../../src/platform/database/bootstrap.ts';
import { migrateQueue } from '../../src/platform/queue/migrate-queue.ts';
import { built, root } from './built.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { freePort, Processes, untilReady } from './processes.ts';

/** The real thing: API and worker as processes of their own, with the data of the demonstration or, in production, with none. */
export interface RunningSystem {
  readonly address: string;
  readonly database: TestDatabase;
  /** Runs a script of the repository beside it, to its end. */
  script(file: string, args?: string[], env?: Record<string, string>): Promise<{ code: number | null; output: string }>;
  stop(): Promise<void>;
}

/** Builds what is stale, fills a database of its own, starts both processes and waits until they answer. */
export async function startSystem(mode: 'demonstration' | 'production' = 'demonstration'): Promise<RunningSystem> {
  await built();
  const database = await freshDatabase();
  const { databaseUrl, secret, rolePrefix } = database.config;
  await openDemonstrationClock({ ...database.config, mode });
  await migrateQueue(databaseUrl, { login: `${rolePrefix}queue_login`, names: [queueName] });

  const dataDir = join(root, '.data', `test-${process.pid}`, 'running-system');
  mkdirSync(dataDir, { recursive: true });
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const processes = new Processes({
    PATH: process.env.PATH ?? '',
    HOMEWARD_MODE: mode,
    ...(mode === 'production' ? { PUBLIC_URL: 'https://homeward.example' } : {}),
    HOMEWARD_SECRET: secret,
    DATABASE_URL: databaseUrl,
    DATABASE_ROLE_PREFIX: rolePrefix,
    DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'warn',
  });
  const stop = async (): Promise<void> => {
    await processes.end();
    rmSync(dataDir, { recursive: true, force: true });
    await database.drop();
  };

  try {
    const [load, migrator] = ['dist/scripts/seed.js', { MIGRATION_DATABASE_URL: databaseUrl }];
    const seeded = mode === 'demonstration' ? await processes.run(load, ['--once'], migrator) : { code: 0, output: '' };
    if (seeded.code !== 0) throw new Error(`the data were not loaded:\n${seeded.output}`);
    const [api] = [processes.begin('dist/src/main.js'), processes.begin('dist/src/worker.js')];
    await untilReady(address, api);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, database, script: (file, args, env) => processes.run(file, args, env), stop };
}
