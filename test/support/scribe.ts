import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { newCase, type Reply, type Someone } from './world.ts';

/** Somebody who registers cases and edits them without end, asks again when no answer comes, and remembers every yes. */
export class Scribe {
  /** Every case there must be, with what its district must be. */
  readonly written = new Map<string, string>();
  /** How often no answer came, or one that says to come back. */
  unanswered = 0;
  deeds = 0;
  /** Answers that nobody should get, whatever broke. */
  readonly wrong: string[] = [];

  constructor(private readonly who: Someone) {}

  async work(isOver: () => boolean): Promise<void> {
    while (!isOver() && this.wrong.length === 0) {
      const key = randomUUID();
      const made = await this.insist(() => this.who.post('/cases', newCase, { 'idempotency-key': key }), 201);
      if (made === null) return;
      const { id } = made.body as { id: string };
      if (this.written.has(id)) this.wrong.push(`twice the same case: ${id}`);
      this.written.set(id, '');
      let etag = String(made.headers.etag);
      for (let n = 1; n <= 3; n++) etag = await this.edit(id, etag, `District ${n}`);
      this.deeds += 1;
    }
  }

  /** An edit that went unanswered was done or was not; what the case says then is what counts. */
  private async edit(id: string, etag: string, district: string): Promise<string> {
    const before = this.written.get(id);
    const reply = await this.once(() => this.who.patch(`/cases/${id}`, { district }, { 'if-match': etag }));
    if (reply?.status === 200) {
      this.written.set(id, district);
      return String(reply.headers.etag);
    }
    if (reply !== null) this.wrong.push(`${reply.status} ${reply.text}`);
    const seen = await this.insist(() => this.who.get(`/cases/${id}`), 200);
    if (seen === null) return '';
    const now = (seen.body as { district: string | null }).district ?? '';
    if (now !== before && now !== district) this.wrong.push(`neither ${before} nor ${district}, but ${now}`);
    this.written.set(id, now);
    return String(seen.headers.etag);
  }

  private async insist(ask: () => Promise<Reply>, status: number): Promise<Reply | null> {
    for (;;) {
      const reply = await this.once(ask);
      if (reply?.status === status) return reply;
      if (reply !== null) {
        this.wrong.push(`${reply.status} ${reply.text}`);
        return null;
      }
      await wait(50);
    }
  }

  /** One try; null if no answer came, or one that says to come back and when. */
  private async once(ask: () => Promise<Reply>): Promise<Reply | null> {
    const reply = await ask().catch(() => null);
    const isBusy = reply?.status === 503 && reply.headers['retry-after'] !== undefined;
    if (reply !== null && !isBusy) return reply;
    this.unanswered += 1;
    return null;
  }
}
