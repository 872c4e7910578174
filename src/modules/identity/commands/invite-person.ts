import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Gate } from '../../../access/gate.ts';
import { Database } from '../../../platform/database/database.ts';
import { notOneself } from '../not-oneself.ts';
import { PersonRecord } from '../person.record.ts';
import { hashOf, newToken } from '../session-cookie.ts';

/** What is handed to the invited person, once: it is kept nowhere. */
export class Invitation {
  @ApiProperty({ type: String }) readonly token: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly endsAt: string;
}

/** Somebody is asked to choose a password, at first or after forgetting it. The administrator begins this, but chooses nothing. */
@Injectable()
export class InvitePerson {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
  ) {}

  async run(id: string): Promise<Invitation> {
    const person = await this.gate.take(PersonRecord, id, 'invite');
    notOneself(id, 'invite');
    person.refuseInvitation();
    const token = newToken();
    const [invited] = await this.database.rows<{ ends_at: Date }>({
      name: 'invite',
      text: 'SELECT identity.invite($1, $2) AS ends_at',
      values: [id, hashOf(token)],
    });
    return { token, endsAt: invited!.ends_at.toISOString() }; // the function always answers with one row
  }
}
