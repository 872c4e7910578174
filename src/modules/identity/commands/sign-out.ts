import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.ts';
import { asGuest } from '../as-guest.ts';
import { hashOf } from '../session-cookie.ts';
import { Sessions } from '../sessions.ts';

/** Somebody leaves: the session ends at once, everywhere. It cannot fail, not even for a session that has ended. */
@Injectable()
export class SignOut {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
  ) {}

  async run(token: string | null): Promise<void> {
    if (token === null) return;
    const sessionHash = hashOf(token);
    this.sessions.forget(sessionHash);
    await asGuest(this.database, () =>
      this.database.send({ name: 'end-session', text: 'SELECT identity.end_session($1)', values: [sessionHash] }),
    );
  }
}
