import 'reflect-metadata';
import { afterAll, beforeAll } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.ts';
import { Clock } from '../../src/kernel/clock.ts';
import type { Config } from '../../src/platform/config.ts';
import type { MovableClock } from '../../src/platform/movable-clock.ts';
import { freshDatabase, type TestDatabase } from './database.ts';

/** The house of one test file: a database of its own, and the API in front of it. */
export interface House {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly clock: MovableClock;
  /** Reads the tables past every wall, as only a test may. */
  rows<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
}

/** Opens a house before the tests of a file, or of a part of it, and closes it after them. */
export function openHouse(settings: Partial<Config> = {}): House {
  const house = {} as { -readonly [K in keyof House]: House[K] };
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    house.config = { ...database.config, ...settings };
    house.app = await createApp(house.config);
    await house.app.init();
    await house.app.getHttpAdapter().getInstance().ready();
    house.clock = house.app.get<MovableClock>(Clock);
    // One line to the database, and one statement on it at a time: pg will refuse more.
    let before: Promise<unknown> = Promise.resolve();
    house.rows = async <Row>(text: string, values: unknown[] = []) => {
      const asked = before.then(() => database.admin.query(text, values));
      before = asked.catch(() => undefined);
      return (await asked).rows as Row[];
    };
  }, 60_000);
  afterAll(async () => {
    await house.app.close();
    await database.drop();
  }, 30_000);
  return house;
}
