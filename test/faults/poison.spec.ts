import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BreakableSystem } from '../support/breakable-system.ts';
import { until } from '../support/eventually.ts';
import { Ledger } from '../support/ledger.ts';
import { newCase, World, type Someone } from '../support/world.ts';

let system: BreakableSystem;
beforeAll(async () => {
  system = await BreakableSystem.start();
}, 240_000);
afterAll(() => system.stop(), 60_000);

/** What no promise is called. */
const garbage = ['not-a-promise', '', '../../etc/passwd', `'; DROP TABLE person; --`, 'x'.repeat(2_000), randomUUID()];

describe('What nobody can keep', () => {
  it('keeps no promise from being kept beside it, and is not lost itself', async () => {
    const { house } = system;
    const world = new World(house);
    const ledger = new Ledger(house, () => system.now());
    const worker = ledger.watched(await world.someone('social-worker'));
    await world.someone('supervisor', worker);
    for (let n = 0; n < 10; n++) await world.aCase(worker);
    const hopeless = ['dance', 'remind-follow-up', 'send-mail'];
    await house.rows(
      `INSERT INTO platform.outbox (kind, subject_id, due_at) SELECT kind, gen_random_uuid(), '-infinity' FROM unnest($1::text[]) AS kind`,
      [hopeless],
    );
    // What is too big is not taken in at all.
    await expect(system.ring(['x'.repeat(500_000)], 1)).rejects.toThrow();
    await expect(system.ring(['x'.repeat(50_000_000)], 1)).rejects.toThrow();
    await system.ring(garbage, 3);
    for (let n = 0; n < 5; n++) await world.aCase(worker);
    await system.moveClock(new Date((await system.now()).getTime() + 9 * 86_400_000));
    const told = `SELECT DISTINCT d.id FROM follow_up_dispatch d JOIN notification n ON n.cause_id = d.id`;
    await until(async () => (await house.rows(told)).length >= 20);
    expect([ledger.size, await ledger.unfound()]).toEqual([15, []]);
    const left = await house.rows<{ state: string; subject: boolean }>(
      `SELECT state, attempts > 0 AS subject FROM platform.outbox, platform.demonstration_clock WHERE due_at <= now() + ahead AND kind = 'dance'`,
    );
    expect(left).toEqual([{ state: 'open', subject: true }]);
    expect([system.areAlive(), system.areAlive() ? '' : system.said()]).toEqual([true, '']);
    expect(await house.rows('SELECT 1 FROM person LIMIT 1')).toHaveLength(1);
  }, 120_000);
});

describe('What nobody can read', () => {
  /**
   * A body that goes on for as long as it is taken; how much was, in bytes, until somebody answered, and what. Whoever still pours when
   * the line is cut may never see the answer (RFC 9112, 9.6): that is the status null.
   */
  function poured(who: Someone, bytes: number, isSaid: boolean): Promise<{ status: number | null; taken: number }> {
    const headers = { cookie: who.cookie, 'x-homeward': '1', 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    return new Promise((resolve, reject) => {
      const length = isSaid ? { 'content-length': bytes } : {};
      const taken = (): number => (sent.socket?.bytesWritten ?? 0) - sent.writableLength;
      const sent = request(`${system.address}/cases`, { method: 'POST', agent: false, headers: { ...headers, ...length } }, (reply) => {
        resolve({ status: reply.statusCode ?? 0, taken: taken() });
        sent.destroy();
      });
      // Whoever has answered takes no more.
      sent.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EPIPE' || error.code === 'ECONNRESET' ? undefined : reject(error),
      );
      sent.on('close', () => resolve({ status: null, taken: taken() }));
      const piece = Buffer.alloc(65_536, 'x');
      let left = bytes;
      const pour = (): void => {
        while (left > 0 && !sent.destroyed) {
          left -= piece.length;
          if (!sent.write(piece)) return void sent.once('drain', pour);
        }
      };
      sent.write('{"alias":"');
      pour();
    });
  }

  it('is refused before it is taken in: fifty megabytes, said or not, are not waited for', async () => {
    const who = await new World(system.house).someone('social-worker');
    for (const isSaid of [true, false]) {
      const { status, taken } = await poured(who, 50_000_000, isSaid);
      expect([413, null]).toContain(status);
      // A megabyte is read, some more lies in the sockets between.
      expect(taken).toBeLessThan(16_000_000);
    }
    expect((await who.post('/cases', newCase)).status).toBe(201);
  }, 60_000);

  it('is refused by its form: a hundred thousand brackets in each other, what names itself, what is no JSON', async () => {
    const who = await new World(system.house).someone('social-worker');
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const bodies = [
      deep,
      `{"alias":${deep}}`,
      `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
      '{"$ref":"#","a":{"$ref":"#/a"}}',
      '['.repeat(100_000),
    ];
    for (const body of bodies) {
      const headers = { cookie: who.cookie, 'x-homeward': '1', 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const { status } = await fetch(`${system.address}/cases`, { method: 'POST', headers, body });
      expect([body.slice(0, 20), status]).toEqual([body.slice(0, 20), 400]);
    }
    expect([system.areAlive(), system.areAlive() ? '' : system.said()]).toEqual([true, '']);
  });
});
