// The running system as these people reach it: its public API, what it offers, and its clock.
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { WentWrong } from './telling.mjs';

const patience = 30_000;

/** One system at one address. */
export class System {
  constructor(address) {
    this.address = address.replace(/\/$/, '');
  }

  /** Asks, as nobody or with somebody's cookie; every request that does something carries a key of its own. */
  async ask(method, path, { cookie, body, headers } = {}) {
    const answer = await fetch(this.address + path, {
      method,
      headers: {
        'x-homeward': '1',
        ...(cookie === undefined ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience),
    });
    const text = await answer.text();
    return { request: `${method} ${path}`, status: answer.status, headers: answer.headers, text, body: parsed(text) };
  }

  /** Learns from the system's own description which paths it offers. */
  async lookAround() {
    const { status, body } = await this.ask('GET', '/docs/openapi.json').catch((error) => {
      throw new WentWrong(`Nobody answers at ${this.address} (${error.cause?.code ?? error.message}). Is "npm start" running?`);
    });
    if (status !== 200) throw new WentWrong(`${this.address}/docs/openapi.json answers ${status}: is this Homeward?`);
    const methods = (routes) => Object.keys(routes).map((method) => method.toUpperCase());
    const named = Object.entries(body.paths).flatMap(([path, routes]) => methods(routes).map((method) => `${method} ${path}`));
    this.offered = new Set(named.map(shapeOf));
  }

  /** Those of the named routes that this system does not have. */
  missing(routes) {
    return routes.filter((route) => !this.offered.has(shapeOf(route)));
  }

  /** Puts the clock of the demonstration, for every process of the system. */
  async moveClock(at) {
    const answer = await this.ask('POST', '/demo/clock', { body: { at: at.toISOString() } });
    if (answer.status !== 200) throw new WentWrong(`the clock did not move: ${answer.status} ${answer.text}`);
    this.movedBy = at.getTime() - Date.now();
  }

  /** What time it is in the system. */
  now() {
    return new Date(Date.now() + (this.movedBy ?? 0));
  }
}

/** Asks again and again until the answer fits; false if it never did. */
export async function until(fits, { within = patience, every = 200 } = {}) {
  const giveUpAt = performance.now() + within;
  for (;;) {
    const found = await fits();
    if (found) return found;
    if (performance.now() > giveUpAt) return false;
    await new Promise((wake) => setTimeout(wake, every));
  }
}

/** A route whatever its parameters are called. */
function shapeOf(route) {
  return route.replace(/\{[^}]*\}|:\w+/g, '{}');
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
