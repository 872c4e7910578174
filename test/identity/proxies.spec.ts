import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/platform/config.ts';
import { openHouse, type House } from '../support/app.ts';
import { send } from './accounts.ts';

/** As many tries to sign in as one place has in a minute, and one more: how many of them were slowed down. */
async function slowedDown(at: House, address: string, forwarded: (n: number) => string): Promise<number> {
  const tries = Array.from({ length: 31 }, (_, n) => {
    const body = { login: `nobody-${randomUUID()}`, password: 'whatever it may be' };
    return send(at, 'POST', '/session', { body, address, headers: { 'x-forwarded-for': forwarded(n) } });
  });
  return (await Promise.all(tries)).filter(({ status }) => status === 429).length;
}

describe('Where a request comes from, if no proxy is named,', () => {
  const house = openHouse();

  it('is the address itself, whatever it says of another', async () => {
    expect(await slowedDown(house, '192.0.2.7', (n) => `198.51.100.${n}`)).toBe(1);
  }, 30_000);
});

describe('Where a request comes from, behind proxies that are named,', () => {
  const house = openHouse({ trustedProxies: ['192.0.2.7', '10.0.0.0/8'] });

  it('is what the proxy says', async () => {
    expect(await slowedDown(house, '192.0.2.7', (n) => `198.51.100.${n}`)).toBe(0);
    expect(await slowedDown(house, '192.0.2.7', () => '203.0.113.9')).toBe(1);
  }, 30_000);

  it('is the last one that none of them vouches for: what a visitor writes before it counts for nothing', async () => {
    expect(await slowedDown(house, '10.1.2.3', (n) => `198.51.100.${n}, 203.0.113.77, 192.0.2.7`)).toBe(1);
  }, 30_000);

  it('is the address itself where somebody else says so', async () => {
    expect(await slowedDown(house, '192.0.2.8', (n) => `198.51.100.${n}`)).toBe(1);
  }, 30_000);
});

describe('TRUST_PROXY', () => {
  const read = (value?: string) =>
    readConfig({ ...process.env, HOMEWARD_SECRET: 'x'.repeat(32), DATABASE_URL: 'postgres://x', TRUST_PROXY: value });

  it('names addresses and networks, and nobody if it is not set', () => {
    expect([read(undefined), read(''), read('192.0.2.7, 10.0.0.0/8,::1,fd00::/8')].map(({ trustedProxies }) => trustedProxies)).toEqual([
      [],
      [],
      ['192.0.2.7', '10.0.0.0/8', '::1', 'fd00::/8'],
    ]);
  });

  it.each(['true', '1', '*', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0', 'proxy.example', '10.0.0.0/8/8'])(
    'takes nobody at the word of "%s"',
    (value) => {
      expect(() => read(value)).toThrow(/TRUST_PROXY must be/);
    },
  );
});
