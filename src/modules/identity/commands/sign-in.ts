import { Injectable } from '@nestjs/common';
import { Problem } from '../../../kernel/problem.ts';
import { Database } from '../../../platform/database/database.ts';
import { Text } from '../../../platform/input.ts';
import { currentWork } from '../../../platform/work.ts';
import { AddressThrottle } from '../address-throttle.ts';
import { asGuest } from '../as-guest.ts';
import { Mirror, type AccountFacts, type Myself } from '../myself.ts';
import { Passwords } from '../passwords.ts';
import { hashOf, newToken } from '../session-cookie.ts';

/** What is asked of whoever signs in. */
export class SignInInput {
  @Text(200) readonly login: string;
  @Text(512) readonly password: string;
}

/** From where somebody signs in, and the session they still held there. */
export interface Door {
  readonly address: string;
  readonly heldToken: string | null;
}

interface SignInFacts {
  readonly wait_seconds: number;
  readonly person_id: string | null;
  readonly password_hash: string | null;
}

/** Somebody proves who they are and gets a session. An unknown login costs the same time and gets the same answer as a wrong password. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly throttle: AddressThrottle,
    private readonly mirror: Mirror,
  ) {}

  async run({ login, password }: SignInInput, { address, heldToken }: Door): Promise<{ token: string; myself: Myself }> {
    slowDown(this.throttle.waitFor(address));
    const { wait_seconds, person_id, password_hash } = await this.factsOf(login.normalize('NFKC').trim().toLowerCase());
    slowDown(wait_seconds);
    // No transaction is open while the password is weighed: that takes long, and connections are few.
    const isRight = await this.passwords.isRight(password_hash, password);
    const token = newToken();
    const held = heldToken === null ? null : hashOf(heldToken);
    const proven = isRight ? person_id : null;
    const open = async (): Promise<AccountFacts | undefined> => {
      const sql = { name: 'open-session', text: 'SELECT * FROM identity.open_session($1, $2, $3, $4)' };
      const values = [hashOf(token), proven, password_hash, held];
      const [facts] = await this.database.rows<AccountFacts>({ ...sql, values });
      await this.note(person_id, facts === undefined ? 'refused:wrong-credentials' : 'done');
      return facts;
    };
    const opened = await asGuest(this.database, open, proven ?? '');
    if (opened === undefined) throw new Problem(401, 'wrong-credentials');
    return { token, myself: this.mirror.show(opened) };
  }

  private async factsOf(login: string): Promise<SignInFacts> {
    const sql = { name: 'sign-in-facts', text: 'SELECT * FROM identity.sign_in_facts($1)', values: [login] };
    const tried = hashOf(login).toString('hex');
    const [facts] = await asGuest(this.database, () => this.database.rows<SignInFacts>(sql), tried);
    return facts!; // the function always answers with one row
  }

  private note(personId: string | null, result: string): Promise<void> {
    const ids = personId === null ? [] : [personId];
    return this.database.send({
      name: 'note-sign-in',
      text: "SELECT audit.note($1, 'sign-in', 'person', $2, '{}', $3)",
      values: [currentWork().id, ids, result],
    });
  }
}

function slowDown(seconds: number): void {
  if (seconds > 0) throw new Problem(429, 'too-many-tries', { params: { seconds }, headers: { 'retry-after': String(seconds) } });
}
