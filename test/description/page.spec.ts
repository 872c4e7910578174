import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';

const house = openHouse();

interface Served {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** What the page may do, by directive. */
  readonly policy: ReadonlyMap<string, readonly string[]>;
}

async function served(url: string): Promise<Served> {
  const { statusCode, headers, body } = await house.app.inject({ url });
  const directives = String(headers['content-security-policy'])
    .split(';')
    .map((each) => each.trim().split(/\s+/));
  return {
    status: statusCode,
    type: String(headers['content-type']),
    body,
    policy: new Map(directives.map(([name = '', ...sources]) => [name, sources])),
  };
}

const all = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map((match) => match[1]!);
const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('The page that shows the API', () => {
  it.each(['/docs', '/docs/'])('at %s loads only what its own policy allows, and gets it', async (url) => {
    const { status, type, body, policy } = await served(url);
    expect([status, type.split(';')[0]]).toEqual([200, 'text/html']);
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'"]);
    expect(policy.get('connect-src')).toEqual(["'self'"]);
    expect([...policy.values()].flat().filter((source) => /unsafe-(inline|eval)|^\*|^https?:/.test(source))).toEqual([]);

    expect(all(body, /<script([^>]*)>/g).filter((attributes) => !/\ssrc=/.test(attributes))).toEqual([]);
    expect(all(body, /\s(on[a-z]+=|href=['"]javascript:)/g)).toEqual([]);
    const scripts = all(body, /<script[^>]*\ssrc=['"]([^'"]+)/g);
    const sheets = all(body, /<link[^>]*rel=['"]stylesheet['"][^>]*href=['"]([^'"]+)/g);
    expect([scripts.length >= 3, sheets.length]).toEqual([true, 1]);
    for (const [path, kind] of [...scripts.map((each) => [each, 'javascript'] as const), [sheets[0]!, 'css'] as const]) {
      const address = new URL(path, `http://house${url}`);
      expect(address.origin).toBe('http://house');
      const loaded = await served(address.pathname);
      expect([path, loaded.status, loaded.type.includes(kind), loaded.body.length > 100]).toEqual([path, 200, true, true]);
    }

    const styles = all(body, /<style[^>]*>([\s\S]*?)<\/style>/g);
    expect(styles.length).toBeGreaterThan(0);
    expect(styles.filter((style) => !policy.get('style-src')!.includes(hashed(style)))).toEqual([]);
    expect(all(body, /\sstyle="([^"]*)"/g).filter((style) => !policy.get('style-src-attr')!.includes(hashed(style)))).toEqual([]);
  });

  it('is the only thing here that may be a page: all else may load and run nothing', async () => {
    for (const url of ['/health/live', '/cases', '/nowhere', '/docs/openapi.json', '/docs/openapi.yaml']) {
      const { policy, type } = await served(url);
      expect([url, Object.fromEntries(policy)]).toEqual([
        url,
        { 'default-src': ["'none'"], 'base-uri': ["'none'"], 'form-action': ["'none'"], 'frame-ancestors': ["'none'"] },
      ]);
      expect([url, /html|javascript|svg/.test(type)]).toEqual([url, false]);
    }
  });
});
