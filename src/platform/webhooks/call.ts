import { request as requestPlain, type RequestOptions } from 'node:http';
import { request as requestSafe } from 'node:https';
import { isIP } from 'node:net';
import { isLoopback, isPublic, resolveByMachine, type Place, type Resolve } from './addresses.ts';
import { signaturesOf } from './signature.ts';

/** Shorter than a transaction may stand idle. */
const patienceMilliseconds = 5_000;

/** What is told, and to whom. */
export interface Call {
  /** The same for every try. */
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly secrets: readonly Buffer[];
  /** What a gateway of our own choice knows us by; strangers know us by signatures. */
  readonly token?: string;
}

/** How a call ended: taken, told never to come again, or failed in one of a few ways. What was answered is not kept. */
export type Called = 'taken' | 'gone' | CallFault;
export const callFaults = ['refused', 'broken', 'redirects', 'no-answer', 'unreachable', 'not-allowed'] as const;
export type CallFault = (typeof callFaults)[number];

/**
 * Calls endpoints that strangers chose. It calls the very address it has looked at, which must lie on the open network; it follows
 * no redirect, reads no answer beyond its status, and is done in time whatever the other side does.
 */
export class Caller {
  constructor(
    private readonly allowsLoopback: boolean,
    private readonly resolve: Resolve = resolveByMachine,
    private readonly patience = patienceMilliseconds,
  ) {}

  /** Whether this can be an endpoint at all, as far as can be seen without asking where its name leads. */
  accepts(text: string): boolean {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password, hash, hostname } = new URL(text);
    if (username !== '' || password !== '' || hash !== '' || hostname === '') return false;
    const name = bare(hostname);
    const isHere = this.allowsLoopback && (isLoopback(name) || name === 'localhost');
    if (protocol !== 'https:' && !(protocol === 'http:' && isHere)) return false;
    return isIP(name) === 0 ? name.includes('.') || isHere : isPublic(name) || isHere;
  }

  /** Tells it. */
  async call(call: Call): Promise<Called> {
    if (!this.accepts(call.url)) return 'not-allowed';
    const url = new URL(call.url);
    const signal = AbortSignal.timeout(this.patience);
    try {
      const place = await Promise.race([this.placeOf(bare(url.hostname)), aborted(signal)]);
      if (place === null) return 'not-allowed';
      return judged(await post(url, place, call, signal));
    } catch {
      return signal.aborted ? 'no-answer' : 'unreachable';
    }
  }

  /** The one address that is called. A name that leads anywhere it must not is not called at all. */
  private async placeOf(name: string): Promise<Place | null> {
    const family = isIP(name);
    const places = family === 0 ? await this.resolve(name) : [{ address: name, family }];
    const isFine = ({ address }: Place): boolean => isPublic(address) || (this.allowsLoopback && isLoopback(address));
    return places.every(isFine) ? (places[0] ?? null) : null;
  }
}

function post(url: URL, { address, family }: Place, { id, body, secrets, token }: Call, signal: AbortSignal): Promise<number> {
  const name = bare(url.hostname);
  const timestamp = Math.floor(Date.now() / 1000);
  const isSafe = url.protocol === 'https:';
  const options: RequestOptions & { servername?: string } = {
    // The address, not the name: a name could lead elsewhere by now.
    ...{ host: address, family, port: url.port === '' ? (isSafe ? 443 : 80) : url.port, path: `${url.pathname}${url.search}` },
    ...{ method: 'POST', agent: false, signal, ...(isIP(name) === 0 ? { servername: name } : {}) },
    headers: {
      ...{ host: url.host, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'Homeward' },
      ...(token === undefined
        ? { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signaturesOf(secrets, id, timestamp, body) }
        : { authorization: `Bearer ${token}` }),
    },
  };
  return new Promise((resolve, reject) => {
    const request = (isSafe ? requestSafe : requestPlain)(options, (response) => {
      resolve(response.statusCode ?? 0);
      // Nothing more is wanted of it, however much there is.
      response.destroy();
    });
    request.on('error', reject);
    request.end(body);
  });
}

function judged(status: number): Called {
  if (status >= 200 && status < 300) return 'taken';
  if (status === 410) return 'gone';
  if (status >= 300 && status < 400) return 'redirects';
  return status >= 400 && status < 500 ? 'refused' : 'broken';
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('It took too long.')), { once: true });
  });
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
