import { Injectable } from '@nestjs/common';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import { Database } from '../../../platform/database/database.ts';
import { Text } from '../../../platform/input.ts';
import { asGuest } from '../as-guest.ts';
import { faultOfPassword } from '../password-rules.ts';
import { Passwords } from '../passwords.ts';
import { hashOf } from '../session-cookie.ts';

/** The invitation as it was handed over, and the password chosen. */
export class AcceptInvitationInput {
  @Text(64) readonly token: string;
  @Text(512) readonly password: string;
}

/** Somebody chooses the password that from now on proves who they are; sessions opened with an earlier one end. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
  ) {}

  async run({ token, password }: AcceptInvitationInput): Promise<void> {
    const hash = hashOf(token);
    const facts = { name: 'invitation-facts', text: 'SELECT login, display_name FROM identity.invitation_facts($1)', values: [hash] };
    const [invited] = await asGuest(this.database, () => this.database.rows<{ login: string; display_name: string }>(facts));
    if (invited === undefined) throw conflict('invitation-over');
    const wrong = faultOfPassword(password, [invited.login, invited.display_name]);
    if (wrong !== null) throw invalidInput({ field: 'password', ...wrong });
    const accept = {
      name: 'accept-invitation',
      text: 'SELECT identity.accept_invitation($1, $2) AS who',
      values: [hash, await this.passwords.hash(password)],
    };
    const [accepted] = await asGuest(this.database, () => this.database.rows<{ who: string | null }>(accept));
    if (accepted?.who == null) throw conflict('invitation-over');
  }
}
