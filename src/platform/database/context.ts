import { createHmac, type KeyObject } from 'node:crypto';
import { personaClaim, type Persona } from './roles.ts';

/** A program that acts for a unit, and the key it came with. */
export interface Client {
  readonly keyHash: Buffer;
  /** The address it calls from: a key may hold in some networks only. */
  readonly place: string;
  readonly scopes: readonly string[];
}

/** Colleagues for whom somebody stands in on a day: the day it is where they work. */
export interface Standing {
  readonly day: string;
  readonly for: readonly string[];
}

/** Who acts: a person in one role, or the system for somebody. Every row read or written is judged against it. */
export interface Actor {
  readonly id: string;
  readonly role: string;
  readonly persona: Persona;
  readonly unitId: string;
  readonly agencyId: string;
  /** SHA-256 of the session token; null for work nobody is signed in for. */
  readonly sessionHash: Buffer | null;
  /** Set where it is a program that acts, and no person. */
  readonly client?: Client;
  /** Set for whoever can stand in for others, on the day of the request; every transaction asks whether it is still so. */
  readonly standing?: Standing;
  /** What the application itself has found out about a guest: the login that is tried, or whose password was right. */
  readonly vouchedFor?: string;
}

/** Somebody who acts, or nobody who has an account, and for whom they stand in. */
export interface Acting {
  readonly id: string | null;
  readonly standing?: Standing | undefined;
}

/** Whether somebody acts as this person: they are, or stand in for them today. */
export function actsAs({ id, standing }: Acting, personId: string | null): boolean {
  return personId !== null && (personId === id || (standing?.for ?? []).includes(personId));
}

/** The actor's role as the database and the logs know it: what a program did can be told from what people did. */
export function roleClaim({ role, client }: Pick<Actor, 'role' | 'client'>): string {
  return client === undefined ? role : `client/${role}`;
}

/** How long a signed context holds, by the database's clock. */
const lifetimeSeconds = 60;

/**
 * The actor as a text the database can check: `kid|persona|role|user|unit|agency|for|expires|mac`. Whoever stands in for others is there
 * for all of them, with commas between. A statement injected into our own SQL can set a different text, but cannot sign it.
 */
export function signContext(actor: Actor, key: Buffer | KeyObject, onBehalfOf: Actor | null, nowMilliseconds: number): string {
  const expires = Math.floor(nowMilliseconds / 1000) + lifetimeSeconds;
  const about = onBehalfOf?.id ?? actor.vouchedFor ?? actor.standing?.for.join(',') ?? '';
  const claims = [1, personaClaim(actor.persona), roleClaim(actor), actor.id, actor.unitId, actor.agencyId, about, expires];
  const body = claims.join('|');
  return `${body}|${createHmac('sha256', key).update(body).digest('hex')}`;
}
