import { Client } from 'pg';

/** What the database calls out when a deed is committed that promised something due. */
const channel = 'homeward_promises';
const triesAgainAfter = 1_000;

/** Listens on a connection of its own for promises that are due at once. While the line is down the worker's own looking round goes on. */
export class WakeUp {
  private client: Client | null = null;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly wake: () => void,
    private readonly onTrouble: (error: Error) => void,
  ) {}

  /** Begins to listen; if the line is lost, or cannot be had, it is asked for again until it stands. */
  async start(): Promise<void> {
    const client = new Client({ connectionString: this.url, keepAlive: true, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
    this.client = client;
    client.on('notification', this.wake);
    client.on('error', this.onTrouble);
    client.once('end', () => this.again(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      // What was called out while nobody listened is looked for now.
      this.wake();
    } catch (error) {
      this.onTrouble(error as Error);
      this.again(client);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private again(lost: Client): void {
    if (this.stopped || this.client !== lost) return;
    this.client = null;
    void lost.end().catch(() => undefined);
    this.timer = setTimeout(() => void this.start(), triesAgainAfter);
  }
}
