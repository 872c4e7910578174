import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

// The prefix makes browsers insist on Secure, on this host alone and on the whole of it.
const cookie = '__Host-homeward';
const attributes = 'Path=/; HttpOnly; Secure; SameSite=Lax';
const form = /^[A-Za-z0-9_-]{43}$/;

/** A secret nobody can guess, as it travels. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret: enough to know it again, of no use to a thief. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The session's token that a request carries, if it has the form of one. */
export function tokenOf(request: Pick<FastifyRequest, 'headers'>): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${cookie}=`))?.slice(cookie.length + 1);
  return found !== undefined && form.test(found) ? found : null;
}

/** Hands the browser its token; it forgets it when it is closed. */
export function giveToken(reply: FastifyReply, token: string): void {
  void reply.header('set-cookie', `${cookie}=${token}; ${attributes}`);
}

/** Takes the token from the browser. */
export function takeToken(reply: FastifyReply): void {
  void reply.header('set-cookie', `${cookie}=; ${attributes}; Max-Age=0`);
}
