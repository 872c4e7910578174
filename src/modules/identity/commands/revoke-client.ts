import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { ClientRecord } from '../client.record.ts';
import { PersonRecord } from '../person.record.ts';

/** A program acts no more for its unit: every key of it is dead from the next request on. */
@Injectable()
export class RevokeClient {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
  ) {}

  async run(id: string): Promise<Answer> {
    const client = await this.gate.take(ClientRecord, id, 'revoke');
    client.revoke();
    this.database.keep(client);
    const person = await this.gate.take(PersonRecord, id, 'deactivate');
    if (person.active) {
      person.deactivate();
      this.database.keep(person);
    }
    return this.gate.show(ClientRecord, id);
  }
}
