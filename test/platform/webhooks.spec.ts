import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isPublic } from '../../src/platform/webhooks/addresses.ts';
import { Caller } from '../../src/platform/webhooks/call.ts';
import { secretOf, signaturesOf, writtenSecret } from '../../src/platform/webhooks/signature.ts';
import { readConfig } from '../../src/platform/config.ts';
import { Endpoint, isSignedWith, manners } from '../support/endpoint.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await Endpoint.open();
});
beforeEach(() => {
  endpoint.manner = manners.takes;
  endpoint.received.length = 0;
});
afterAll(() => endpoint.close());

const key = Buffer.alloc(32, 7);
const [secret, other] = [secretOf(key, 'a', 1), secretOf(key, 'a', 2)];
const call = (url: string): Parameters<Caller['call']>[0] => ({ id: 'msg_1', url, body: '{"type":"ping"}', secrets: [secret] });
const here = (patience?: number): Caller => new Caller(true, undefined, patience);

describe('An address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '2a00:1450::1'])('of the open network is %s', (address) =>
    expect(isPublic(address)).toBe(true),
  );
  it.each([
    ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
    ...['192.0.2.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1'],
    ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', '2001::1', 'localhost', ''],
  ])('of no open network is %s', (address) => expect(isPublic(address)).toBe(false));
});

describe('An endpoint', () => {
  it.each(['https://partner.example/hook', 'https://partner.example:8443/hook?x=1', 'https://8.8.8.8/'])('can be %s', (url) =>
    expect(new Caller(false).accepts(url)).toBe(true),
  );
  it.each([
    ...['http://partner.example/', 'ftp://partner.example/', 'https://a:b@partner.example/', 'https://partner.example/#x', 'partner', ''],
    ...['https://127.0.0.1/', 'https://localhost/', 'https://[::1]/', 'https://10.0.0.1/', 'https://2130706433/', 'https://0x7f.1/'],
    ...['https://intranet/', 'https://[::ffff:7f00:1]/', 'https://169.254.169.254/latest', 'file:///etc/passwd'],
  ])('cannot be %j', (url) => expect(new Caller(false).accepts(url)).toBe(false));

  it('on this machine is called only where that was allowed, and in production never is', async () => {
    expect(await new Caller(false).call(call(endpoint.url))).toBe('not-allowed');
    expect(endpoint.received).toEqual([]);
    expect(await here().call(call(endpoint.url))).toBe('taken');
    const production = { HOMEWARD_MODE: 'production', PUBLIC_URL: 'https://h.example', WEBHOOKS_TO_LOOPBACK: 'true' };
    expect(() => readConfig({ DATABASE_URL: 'postgres://x/y', HOMEWARD_SECRET: 'x'.repeat(32), ...production })).toThrow(
      'WEBHOOKS_TO_LOOPBACK',
    );
  });
});

describe('A name', () => {
  const leadsTo = (...addresses: string[]): { caller: Caller; asked: string[] } => {
    const asked: string[] = [];
    const resolve = (name: string): Promise<{ address: string; family: number }[]> => {
      asked.push(name);
      return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
    };
    return { caller: new Caller(false, resolve), asked };
  };

  it.each([['10.0.0.5'], ['127.0.0.1'], ['8.8.8.8', '192.168.0.1'], ['fd00::1'], []])(
    'that leads to %j is not called',
    async (...addresses) => {
      const { caller, asked } = leadsTo(...addresses);
      expect(await caller.call(call('https://partner.example/'))).toBe('not-allowed');
      expect(asked).toEqual(['partner.example']);
    },
  );

  it('is looked up once, and it is that address that is called, under that name', async () => {
    let asked = 0;
    const caller = new Caller(true, () => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    });
    expect(await caller.call(call(`http://localhost:${endpoint.port}/hook`))).toBe('taken');
    expect([asked, endpoint.received[0]?.headers.host]).toEqual([1, `localhost:${endpoint.port}`]);
  });

  it('that leads nowhere, or whose server takes no calls, is unreachable', async () => {
    const nowhere = new Caller(true, () => Promise.reject(new Error('ENOTFOUND')));
    expect(await nowhere.call(call('https://partner.example/'))).toBe('unreachable');
    const closed = await Endpoint.open();
    const { url } = closed;
    await closed.close();
    expect(await here().call(call(url))).toBe('unreachable');
    // It speaks no TLS.
    expect(await here().call(call(`https://127.0.0.1:${endpoint.port}/`))).toBe('unreachable');
  });
});

describe('A call', () => {
  it('is signed as Standard Webhooks say, with each living secret, over id, time and body', async () => {
    await here().call({ ...call(endpoint.url), secrets: [other, secret] });
    const [received] = endpoint.received;
    expect(received).toMatchObject({
      path: '/hook',
      body: '{"type":"ping"}',
      headers: { 'webhook-id': 'msg_1', 'content-type': 'application/json' },
    });
    expect(
      [writtenSecret(secret), writtenSecret(other), writtenSecret(secretOf(key, 'b', 1))].map((each) => isSignedWith(each, received!)),
    ).toEqual([true, true, false]);
    for (const changed of [{ body: '{"type":"pong"}' }, { headers: { ...received!.headers, 'webhook-timestamp': '1' } }])
      expect(isSignedWith(writtenSecret(secret), { ...received!, ...changed })).toBe(false);
  });

  it('agrees with the example that Standard Webhooks publish', () => {
    const published = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const signed = signaturesOf([published], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}');
    expect(signed).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it.each([
    ['breaks', 'broken'],
    ['refuses', 'refused'],
    ['isGone', 'gone'],
    ['hangs', 'no-answer'],
    ['drips', 'no-answer'],
    ['pours', 'taken'],
  ] as const)('to somebody who %s ends as %s, in time', async (manner, ends) => {
    endpoint.manner = manners[manner];
    expect(await here(500).call(call(endpoint.url))).toBe(ends);
  });

  it('follows nobody anywhere', async () => {
    const elsewhere = await Endpoint.open();
    endpoint.redirectTo(elsewhere.url);
    expect(await here().call(call(endpoint.url))).toBe('redirects');
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });
});
