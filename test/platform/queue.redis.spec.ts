import { afterAll, beforeAll, describe } from '@jest/globals';
import { Redis } from 'ioredis';
import { bearsAnAbsentServer, behavesAsAnAlarmClock, survivesARestart, type QueuePlace } from '../support/queue-behaviour.ts';
import { startRedis, type RedisServer } from '../support/redis-server.ts';

describe('The alarm clock in Redis', () => {
  let server: RedisServer;
  let place: QueuePlace;

  beforeAll(async () => {
    server = await startRedis();
    const reach = async <T>(act: (redis: Redis) => Promise<T>): Promise<T> => {
      const redis = new Redis(server.url);
      return act(redis).finally(() => redis.disconnect());
    };
    place = {
      address: { redisUrl: server.url },
      forget: () =>
        reach(async (redis) => {
          await redis.flushall();
        }),
      contents: () => reach(everything),
    };
  });
  afterAll(() => server.kill());

  const control = { stop: () => server.kill(), start: () => server.start() };
  survivesARestart(() => place, control);
  bearsAnAbsentServer(() => place, control);
  behavesAsAnAlarmClock(() => place);
});

/** Every value of every key, as text. */
async function everything(redis: Redis): Promise<string> {
  const read: Record<string, (key: string) => Promise<unknown>> = {
    string: (key) => redis.get(key),
    hash: (key) => redis.hgetall(key),
    list: (key) => redis.lrange(key, 0, -1),
    set: (key) => redis.smembers(key),
    zset: (key) => redis.zrange(key, 0, -1),
    stream: (key) => redis.xrange(key, '-', '+'),
  };
  const keys = await redis.keys('*');
  return JSON.stringify(await Promise.all(keys.map(async (key) => [key, await read[await redis.type(key)]?.(key)])));
}
