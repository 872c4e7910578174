import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

const form = /^pk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/;

/** A key nobody can guess, and how it begins. */
export function newClientKey(): { readonly key: string; readonly prefix: string } {
  const prefix = `pk_${randomBytes(4).toString('hex')}`;
  return { key: `${prefix}_${randomBytes(32).toString('base64url')}`, prefix };
}

/** Whether a request comes with a key instead of a session. */
export function comesWithKey({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers.authorization !== undefined;
}

/** The key that a request comes with, if it has the form of one. */
export function clientKeyOf({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  const [scheme = '', key = '', ...more] = (headers.authorization ?? '').split(' ');
  return scheme.toLowerCase() === 'bearer' && more.length === 0 && form.test(key) ? key : null;
}

/** Where a request comes from, written as the networks of a client are: an IPv4 address stays one over IPv6. */
export function placeOf(address: string): string {
  const [bare = ''] = address.split('%');
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
}

/** Whether this names a network as the database reads one: nothing is set beyond its width. */
export function isNetwork(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  const [address = '', width, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0 || address.includes('%')) return false;
  const bits = family === 4 ? 32 : 128;
  if (width === undefined) return true;
  if (!/^\d{1,3}$/.test(width) || Number(width) > bits || Number(width) === 0) return false;
  return bitsOf(address, family)
    .slice(Number(width))
    .every((bit) => bit === 0);
}

function bitsOf(address: string, family: number): number[] {
  const bytes = family === 4 ? address.split('.').map(Number) : groupsOf(address).flatMap((group) => [group >> 8, group & 255]);
  return bytes.flatMap((byte) => Array.from({ length: 8 }, (_, place) => (byte >> (7 - place)) & 1));
}

function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [, front = '', a, b, c, d] = dotted ?? [];
  const hex = (high: string | undefined, low: string | undefined): string => ((Number(high) << 8) | Number(low)).toString(16);
  const plain = dotted === null ? address : `${front}${hex(a, b)}:${hex(c, d)}`;
  const [left = '', right] = plain.split('::');
  const read = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [head, tail] = [read(left), read(right ?? '')];
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}
