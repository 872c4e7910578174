import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

/** A Redis of a test's own on a free loopback port. It keeps nothing on disk: killed, it has forgotten everything. */
export interface RedisServer {
  readonly url: string;
  start(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts a Redis that no other test knows of; needs `redis-server` in PATH. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  let server: ChildProcess | undefined;
  const redis: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    start: async () => {
      server = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const failed = new Promise<never>((_, reject) => server?.once('error', reject));
      await Promise.race([readiness(server), failed]);
    },
    kill: async () => {
      if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    },
  };
  await redis.start();
  return redis;
}

async function readiness(server: ChildProcess): Promise<void> {
  if (server.stdout === null) throw new Error('A Redis without a voice.');
  const lines = createInterface(server.stdout);
  for await (const line of lines) if (line.includes('Ready to accept connections')) break;
  server.stdout.resume();
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
