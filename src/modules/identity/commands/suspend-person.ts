import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { PersonSuspended } from '../identity.events.ts';
import { notOneself } from '../not-oneself.ts';
import { PersonRecord } from '../person.record.ts';

/** Somebody is shut out at once, whatever they still have: a password got out, or trust is gone. It can be undone, but for the password. */
@Injectable()
export class SuspendPerson {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async run(id: string): Promise<Answer> {
    const person = await this.gate.take(PersonRecord, id, 'suspend');
    notOneself(id, 'suspend');
    person.suspend();
    this.database.keep(person);
    await this.database.send({ name: 'end-sessions-of', text: 'SELECT identity.end_sessions_of($1)', values: [id] });
    await this.events.publish(new PersonSuspended(id, person.role, person.unitId, this.clock.now()));
    return this.gate.show(PersonRecord, id);
  }
}
