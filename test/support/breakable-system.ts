import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../../src/platform/embedded-database.ts';
import { urlFor } from '../../src/platform/config.ts';
import { queueName } from '../../src/platform/jobs/relay.ts';
import { openQueue } from '../../src/platform/queue/open-queue.ts';
import { Passwords } from '../../src/modules/identity/index.ts';
import type { House } from './app.ts';
import { built } from './built.ts';
import { until } from './eventually.ts';
import { freePort, Processes, stopped, untilReady, type Running } from './processes.ts';

const secret = 'a secret for tests alone, known to everybody';

/** A mail as it lies in the spool. */
export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly notifications: readonly string[];
}

/** API, worker and a database server of its own, each of which a test may break and mend. */
export class BreakableSystem {
  /** The house as a test's world knows it, but reached by HTTP. */
  readonly house: House;
  private readonly pool: Pool;
  private api: Running;
  private worker: Running;

  private constructor(
    private readonly folder: string,
    private server: EmbeddedDatabase,
    /** Where the API is reached. */
    readonly address: string,
    private readonly processes: Processes,
  ) {
    this.pool = new Pool({ connectionString: server.url, max: 4 });
    // A server that is crashed on purpose takes its connections with it.
    this.pool.on('error', () => undefined);
    const rows = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> => (await this.pool.query(text, values)).rows as Row[];
    const app = { inject: (request: Injected) => this.ask(request), get: () => new Passwords({ secret }) };
    this.house = { app, rows } as unknown as House;
  }

  /** Makes the database, starts both processes and waits until they answer. */
  static async start({ redisUrl }: { redisUrl?: string } = {}): Promise<BreakableSystem> {
    await built();
    const folder = mkdtempSync(join(tmpdir(), 'homeward-breakable-'));
    const server = await startEmbeddedDatabase({ dataDir: folder, isDurable: false });
    const port = await freePort();
    const processes = new Processes({
      PATH: process.env.PATH ?? '',
      HOMEWARD_MODE: 'demonstration',
      HOMEWARD_SECRET: secret,
      DATABASE_URL: server.url,
      DATA_DIR: folder,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      REQUESTS_PER_MINUTE: '1000000',
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    });
    const system = new BreakableSystem(folder, server, `http://localhost:${port}`, processes);
    try {
      const { code, output } = await processes.run('dist/scripts/migrate.js', [], { MIGRATION_DATABASE_URL: server.url });
      if (code !== 0) throw new Error(`not migrated:\n${output}`);
      system.startWorker();
      await system.startApi();
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
  }

  startWorker(): void {
    this.worker = this.processes.begin('dist/src/worker.js');
  }

  /** The worker is gone between two instructions. */
  async killWorker(): Promise<void> {
    await stopped(this.worker.child, 'SIGKILL');
  }

  /** The worker is asked to stop; the code it ends with. */
  stopWorker(): Promise<number | null> {
    return stopped(this.worker.child, 'SIGTERM');
  }

  /** The API is told to end, so many times, and does so when it has answered. */
  async endApi(times = 1): Promise<void> {
    for (let n = 1; n < times; n++) this.api.child.kill('SIGTERM');
    await stopped(this.api.child, 'SIGTERM');
  }

  async startApi(): Promise<void> {
    this.api = this.processes.begin('dist/src/main.js');
    await untilReady(this.address, this.api);
  }

  async killApi(): Promise<void> {
    await stopped(this.api.child, 'SIGKILL');
  }

  /** The API is asked to stop; the code it ends with. */
  stopApi(): Promise<number | null> {
    return stopped(this.api.child, 'SIGTERM');
  }

  /** Whether both processes still are those that were started last: nobody had to start them again. */
  areAlive(): boolean {
    return [this.api, this.worker].every(({ child }) => child.exitCode === null && child.signalCode === null);
  }

  /** What both processes said, for a test that fails. */
  said(): string {
    return [this.api, this.worker].map(({ output }) => output()).join('\n');
  }

  /** The database server ends as in a crash: nothing is written down any more, nobody is told. */
  async crashDatabase(): Promise<void> {
    await this.server.stop('immediate');
    await this.server.ended;
  }

  async startDatabase(): Promise<void> {
    this.server = await startEmbeddedDatabase({ dataDir: this.folder, isDurable: false });
  }

  /** Keeps everybody from writing to a table while `act` runs: what is in the middle of its work stays there. */
  async whileHeld<T>(table: string, act: () => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: this.server.url });
    await client.connect();
    try {
      await client.query(`BEGIN; LOCK TABLE ${table} IN SHARE MODE`);
      return await act();
    } finally {
      await client.end();
    }
  }

  /** What time it is for everybody. */
  async now(): Promise<Date> {
    const [row] = await this.house.rows<{ now: Date }>('SELECT now() + ahead AS now FROM platform.demonstration_clock');
    return row!.now;
  }

  /** Puts everybody's clock to a time. */
  async moveClock(at: Date): Promise<void> {
    const { statusCode, body } = await this.ask({ method: 'POST', url: '/demo/clock', headers: {}, payload: { at: at.toISOString() } });
    if (statusCode !== 200) throw new Error(body);
  }

  /** Waits until every promise that is due is kept. */
  untilQuiet(): Promise<void> {
    return until(async () => (await this.house.rows(`SELECT 1 FROM ${due} LIMIT 1`)).length === 0);
  }

  /** Thirty seconds pass: what rang and was not kept may ring again. */
  async waitForNextRing(): Promise<void> {
    await this.house.rows(`UPDATE platform.outbox SET rings_again_at = least(rings_again_at, now()) WHERE state = 'open'`);
  }

  /** Rings for these promises so many times, past the outbox, and waits until every ring was answered. */
  async ring(ids: readonly string[], times: number): Promise<void> {
    const postgresUrl = urlFor({ secret, databaseUrl: this.server.url, rolePrefix: 'homeward_' }, 'queue_login');
    const queue = await openQueue({ name: queueName, postgresUrl });
    const isAnswered = async (): Promise<boolean> => Object.values(await queue.backlog()).every((n) => n === 0);
    try {
      for (let n = 0; n < times; n++) {
        await queue.ring(ids);
        await until(isAnswered);
      }
    } finally {
      await queue.close();
    }
  }

  /** How many promises somebody is at, or was when they ended. */
  async begun(): Promise<number> {
    const [row] = await this.house.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM platform.outbox WHERE state = 'open' AND begun_at IS NOT NULL`,
    );
    return row!.n;
  }

  /** Every mail in the spool. What is half written stands there under a hidden name, and is no mail. */
  mails(): { whole: Mail[]; half: string[] } {
    const folder = join(this.folder, 'mail');
    const names = readdirSync(folder);
    const whole = names.filter((name) => !name.startsWith('.'));
    return {
      whole: whole.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Mail),
      half: names.filter((name) => name.startsWith('.')),
    };
  }

  async stop(): Promise<void> {
    await this.processes.end();
    await this.pool.end();
    await this.server.stop();
    await this.server.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ask({ method, url, headers, payload }: Injected): Promise<{ statusCode: number; headers: object; body: string }> {
    const reply = await fetch(this.address + url, {
      method,
      headers: { 'x-homeward': '1', ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
    });
    return { statusCode: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() };
  }
}

/** What a test's world asks of an application. */
interface Injected {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly payload?: object;
}

const due = `platform.outbox, platform.demonstration_clock WHERE state = 'open' AND due_at <= now() + ahead`;
