// The people of the story: who they are, and what they can do and cannot do.
import { existsSync, readFileSync } from 'node:fs';
import { WentWrong } from './telling.mjs';

/** Somebody signed in. */
export class Person {
  constructor(system, account, cookie, self) {
    Object.assign(this, { system, cookie, id: self.id, role: self.role, unit: self.unit, agency: self.agency });
    this.name = `${self.displayName} (${self.agency.name})`;
    this.short = self.displayName;
  }

  /** Reads something that must be there for them. */
  async read(path) {
    return this.expect(200, await this.ask('GET', path));
  }

  /** Does something that must succeed, and gets what it came to. */
  async does(path, body = {}) {
    return this.expect(200, await this.ask('POST', path, body));
  }

  /** Does something to what they have just looked at, and to nothing else. */
  async doesAsSeen(seen, path) {
    const looked = await this.ask('GET', seen);
    this.expect(200, looked);
    const headers = { 'if-match': looked.headers.get('etag') };
    return this.expect(200, await this.system.ask('POST', path, { cookie: this.cookie, body: {}, headers }));
  }

  /** Brings something into being, and gets it. */
  async makes(path, body) {
    return this.expect(201, await this.ask('POST', path, body));
  }

  /** Tries what they may not; tells in one breath what they got. */
  async cannot(method, path, status, problem, body) {
    const answer = await this.ask(method, path, body ?? (method === 'GET' ? undefined : {}));
    const type = answer.body?.type ?? '';
    if (answer.status !== status || type !== `/problems/${problem}`) {
      throw new WentWrong(`${this.short} should get ${status} ${problem} from ${answer.request}, and gets ${answer.status} ${answer.text}`);
    }
    return `${status} ${problem}, “${(answer.body.errors ?? []).map(({ detail }) => detail).join(' ') || answer.body.title}”`;
  }

  ask(method, path, body) {
    return this.system.ask(method, path, { cookie: this.cookie, body });
  }

  expect(status, answer) {
    if (answer.status !== status) {
      throw new WentWrong(`${this.short} should get ${status} from ${answer.request}, and gets ${answer.status} ${answer.text}`);
    }
    return answer.body;
  }
}

/** Signs in whoever the story needs, with the accounts of the demonstration. */
export class Cast {
  constructor(system, file) {
    this.system = system;
    if (!existsSync(file)) throw new WentWrong(`There are no accounts in ${file}: start the demonstration first, with the same DATA_DIR.`);
    this.accounts = JSON.parse(readFileSync(file, 'utf8'));
    this.signedIn = new Map();
  }

  /** Everybody of a role, one after another as they are asked for. */
  async *of(role) {
    for (const account of this.accounts.filter((each) => each.role === role)) yield await this.signIn(account);
  }

  /** The first of a role, or of those who fit. */
  async first(role, fits = () => true) {
    for await (const person of this.of(role)) if (fits(person)) return person;
    return null;
  }

  async signIn(account) {
    const known = this.signedIn.get(account.login);
    if (known !== undefined) return known;
    const { login, password } = account;
    const answer = await this.system.ask('POST', '/session', { body: { login, password } });
    if (answer.status !== 201) throw new WentWrong(`${login} cannot sign in: ${answer.status} ${answer.text}`);
    const cookie = answer.headers.getSetCookie()[0].split(';')[0];
    const person = new Person(this.system, account, cookie, answer.body);
    this.signedIn.set(login, person);
    return person;
  }
}

/** The worker, somebody who supervises that very worker, a colleague without a share in it, and a partner. */
export async function castTheStory(cast) {
  const pairs = [];
  for await (const supervisor of cast.of('supervisor')) {
    const worker = await cast.first('social-worker', ({ unit }) => unit.id === supervisor.unit.id);
    if (worker !== null) pairs.push({ worker, supervisor });
    if (worker !== null) break;
  }
  const [pair] = pairs;
  if (pair === undefined) throw new WentWrong('The accounts hold no social worker with a supervisor in the same unit.');
  const colleague = await cast.first('social-worker', ({ id }) => id !== pair.worker.id);
  const partner = await cast.first('partner-worker');
  if (colleague === null || partner === null) throw new WentWrong('The accounts need two social workers and a partner worker.');
  return { ...pair, colleague, partner };
}
