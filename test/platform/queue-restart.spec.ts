import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../../src/platform/embedded-database.ts';
import { bearsAnAbsentServer, NAME, survivesARestart, type QueuePlace } from '../support/queue-behaviour.ts';
import { aQueueDatabase, type QueueDatabase } from '../support/queue-database.ts';

describe('The alarm clock in a PostgreSQL that crashes', () => {
  let dataDir: string;
  let server: EmbeddedDatabase;
  let database: QueueDatabase;
  let place: QueuePlace;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'queue-restart-'));
    server = await startEmbeddedDatabase({ dataDir, isDurable: false });
    database = await aQueueDatabase(server.url, [NAME]);
    place = { address: { postgresUrl: database.loginUrl }, forget: async () => undefined, contents: async () => '' };
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await server.ended;
    await rm(dataDir, { recursive: true, force: true });
  });

  const control = {
    stop: async () => {
      await server.stop('immediate');
      await server.ended;
    },
    start: async () => {
      server = await startEmbeddedDatabase({ dataDir, isDurable: false });
    },
  };
  survivesARestart(() => place, control);
  bearsAnAbsentServer(() => place, control);
});
