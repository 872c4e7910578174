import { afterAll, beforeAll, describe } from '@jest/globals';
import { behavesAsAnAlarmClock, NAME, type QueuePlace } from '../support/queue-behaviour.ts';
import { aQueueDatabase, type QueueDatabase } from '../support/queue-database.ts';

describe('The alarm clock in PostgreSQL', () => {
  let database: QueueDatabase;
  let place: QueuePlace;

  beforeAll(async () => {
    database = await aQueueDatabase(process.env.TEST_DATABASE_URL ?? '', [NAME]);
    place = {
      address: { postgresUrl: database.loginUrl },
      forget: async () => {
        await database.run('TRUNCATE bullmq.job, bullmq.event, bullmq.meta, bullmq.dedup, bullmq.metrics, bullmq.rate_limit CASCADE');
      },
      contents: async () =>
        JSON.stringify(await database.run('SELECT to_jsonb(j) FROM bullmq.job j UNION ALL SELECT to_jsonb(e) FROM bullmq.event e')),
    };
  });
  afterAll(() => database.drop());

  behavesAsAnAlarmClock(() => place);
});
