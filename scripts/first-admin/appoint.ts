import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Config } from '../../src/platform/config.ts';
import { type Ask, Refused } from './ask.ts';
import { type Inside, inside } from './inside.ts';
import { openPost, postFor, type Wanted } from './post.ts';

/** What is handed to the operator, once: of the token only a hash is kept. */
export interface Invited {
  readonly login: string;
  readonly token: string;
  readonly endsAt: Date;
}

/** Makes somebody an administrator and invites them, all of it or nothing. */
export async function appoint(config: Config, ask: Ask, another: boolean): Promise<Invited> {
  // Nobody is asked anything only to be refused; and nothing stays locked while a person thinks.
  const there = await inside(config, lookAround);
  refuseOthers(there, another);
  const login = await ask('login');
  const isKnown = there.waiting.has(login);
  if (!isKnown && there.waiting.size > 0 && !another)
    throw new Refused('Somebody was invited before. Give their --login for a new link, or add --another.');
  const wanted = isKnown ? null : { name: await ask('name'), post: await postFor(config, ask) };
  return inside(config, async (work) => {
    const now = await lookAround(work);
    refuseOthers(now, another);
    await work.asAdministrator();
    const id = wanted === null ? now.waiting.get(login) : await register(work, login, wanted);
    if (id === undefined) throw new Refused(`${login} has come in meanwhile.`);
    return invite(work, id, login);
  });
}

interface There {
  readonly administrators: number;
  /** Who was invited and never chose a password: the link got lost, or ran out. */
  readonly waiting: ReadonlyMap<string, string>;
}

async function lookAround(work: Inside): Promise<There> {
  await work.asAdministrator();
  const known = await work.rows<{ id: string; login: string }>("SELECT id, login FROM person WHERE role = 'administrator' AND active");
  await work.asMigrator();
  const settled = await work.rows<{ person_id: string }>('SELECT person_id FROM identity.credential WHERE person_id = ANY ($1)', [
    known.map(({ id }) => id),
  ]);
  const comesIn = new Set(settled.map(({ person_id }) => person_id));
  return { administrators: comesIn.size, waiting: new Map(known.filter(({ id }) => !comesIn.has(id)).map(({ login, id }) => [login, id])) };
}

function refuseOthers({ administrators }: There, another: boolean): void {
  if (administrators === 0 || another) return;
  throw new Refused('There is an administrator already, who can invite others. If nobody can sign in as one any more, add --another.');
}

async function register(work: Inside, login: string, { name, post }: { name: string; post: Wanted }): Promise<string> {
  if (!/^[a-z0-9][a-z0-9._@+-]{1,63}$/.test(login)) throw new Refused('A login is made of small letters, digits and . _ @ + -');
  const taken = await work.rows('SELECT 1 FROM person WHERE login = $1', [login]);
  if (taken.length > 0) throw new Refused(`Somebody has the login ${login} already.`);
  const { unitId, agencyId } = await openPost(work, post);
  const id = randomUUID();
  const text = `INSERT INTO person (id, login, display_name, role, unit_id, agency_id) VALUES ($1, $2, $3, 'administrator', $4, $5)`;
  await work.rows(text, [id, login, name, unitId, agencyId]);
  await work.note('create', 'person', id);
  return id;
}

async function invite(work: Inside, id: string, login: string): Promise<Invited> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  const [invited] = await work.rows<{ ends_at: Date }>('SELECT identity.invite($1, $2) AS ends_at', [id, hash]);
  await work.note('invite', 'person', id);
  return { login, token, endsAt: invited!.ends_at }; // the function always answers with one row
}
