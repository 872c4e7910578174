import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caseload } from '../caseload.ts';
import { notOneself } from '../not-oneself.ts';
import { PersonRecord } from '../person.record.ts';

/** Somebody leaves, once their cases are somebody else's: the account is closed and every session of it ends. */
@Injectable()
export class DeactivatePerson {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly caseload: Caseload,
  ) {}

  async run(id: string): Promise<Answer> {
    const person = await this.gate.take(PersonRecord, id, 'deactivate');
    notOneself(id, 'deactivate');
    person.deactivate();
    await this.caseload.refuseOpen(id);
    this.database.keep(person);
    await this.database.send({ name: 'end-sessions-of', text: 'SELECT identity.end_sessions_of($1)', values: [id] });
    return this.gate.show(PersonRecord, id);
  }
}
