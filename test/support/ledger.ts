import { randomUUID } from 'node:crypto';
import type { House } from './app.ts';
import type { Reply, Someone } from './world.ts';

interface Line {
  readonly who: Someone;
  readonly path: string;
  readonly body: object;
  readonly key: string;
  readonly status: number;
  readonly id: string;
}

/** Everything that was answered yes in a drill, to be held against what is there afterwards. */
export class Ledger {
  private readonly lines: Line[] = [];

  constructor(
    private readonly house: House,
    /** What time it is where promises are kept. */
    private readonly now: () => Promise<Date> = () => Promise.resolve(house.clock.now()),
  ) {}

  /** How many were answered yes. */
  get size(): number {
    return this.lines.length;
  }

  /** Asks, and writes down a yes. */
  async post(who: Someone, path: string, body: object = {}, key = randomUUID()): Promise<Reply> {
    const reply = await who.post(path, body, { 'idempotency-key': key });
    this.note(who, path, body, key, reply);
    return reply;
  }

  /** The same person, of whose every request a yes is written down. */
  watched(who: Someone): Someone {
    const post: Someone['post'] = async (path, body = {}, headers = {}) => {
      const key = headers['idempotency-key'] ?? randomUUID();
      const reply = await who.post(path, body, { ...headers, 'idempotency-key': key });
      this.note(who, path, body as object, key, reply);
      return reply;
    };
    return { ...who, post };
  }

  /** Writes down what was answered to a request that was made otherwise. */
  note(who: Someone, path: string, body: object, key: string, { status, body: said }: Pick<Reply, 'status' | 'body'>): void {
    const isNew = !this.lines.some((line) => line.key === key);
    if (status < 300 && isNew) this.lines.push({ who, path, body, key, status, id: (said as { id: string }).id });
  }

  /** What is wrong, in words: what `unfound` says, or a promise that is due and was not kept. */
  async wrongs(): Promise<string[]> {
    const unfound = await this.unfound();
    const due = await this.house.rows<{ kind: string; last_fault: string | null }>(
      `SELECT kind, last_fault FROM platform.outbox WHERE state <> 'done' AND due_at <= $1`,
      [await this.now()],
    );
    return [...unfound, ...due.map(({ kind, last_fault: fault }) => `not kept: ${kind}, ${fault}`)];
  }

  /**
   * What is wrong with what was answered since this was last asked, in words: a yes that is not found again under its key with the same
   * row, a key under which something was done twice.
   */
  async unfound(): Promise<string[]> {
    const wrong: string[] = [];
    const lines = this.lines.splice(0);
    for (const { who, path, body, key, status, id } of lines) {
      const again = await who.post(path, body, { 'idempotency-key': key });
      const isFound = again.status === status && (again.body as { id: string } | null)?.id === id;
      if (!isFound || again.headers['idempotent-replay'] !== 'true') wrong.push(`${path} of ${key}: ${again.status} ${again.text}`);
    }
    const rows = await this.house.rows<{ key: string; resource_id: string }>('SELECT key, resource_id FROM platform.idempotency');
    for (const { key, id, path } of lines) {
      const kept = rows.filter((row) => row.key === key);
      if (kept.length !== 1 || kept[0]?.resource_id !== id) wrong.push(`${path} of ${key}: kept ${kept.length} times`);
    }
    return wrong;
  }
}
