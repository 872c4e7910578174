import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Agencies } from '../agencies.ts';
import { notOneself } from '../not-oneself.ts';
import { PersonRecord } from '../person.record.ts';

/** Whoever was suspended is let in again, at the post they had. Their password was forgotten: they choose another one by a new invitation. */
@Injectable()
export class ReinstatePerson {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly agencies: Agencies,
  ) {}

  async run(id: string): Promise<Answer> {
    const person = await this.gate.take(PersonRecord, id, 'reinstate');
    notOneself(id, 'reinstate');
    person.reinstate();
    if ((await this.agencies.ofUnit(person.unitId)) === null) throw conflict('unit-not-active');
    this.database.keep(person);
    return this.gate.show(PersonRecord, id);
  }
}
