import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Id, Text } from '../../../platform/input.ts';
import { Caseload } from '../caseload.ts';
import { notOneself } from '../not-oneself.ts';
import { PersonRecord } from '../person.record.ts';
import { Posts } from '../posts.ts';

/** Where somebody goes, and as what. */
export class MovePersonInput {
  @Id() readonly unitId: string;
  @Text(40) readonly role: string;
}

/** Somebody takes up another post, once their cases are somebody else's; whatever they had open under the old one ends at once. */
@Injectable()
export class MovePerson {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly posts: Posts,
    private readonly caseload: Caseload,
  ) {}

  async run(id: string, { unitId, role }: MovePersonInput): Promise<Answer> {
    const person = await this.gate.take(PersonRecord, id, 'move');
    notOneself(id, 'move');
    person.move(await this.posts.at(unitId, role));
    await this.caseload.refuseOpen(id);
    this.database.keep(person);
    await this.database.send({ name: 'end-sessions-of', text: 'SELECT identity.end_sessions_of($1)', values: [id] });
    return this.gate.show(PersonRecord, id);
  }
}
