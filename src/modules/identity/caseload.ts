import { Injectable } from '@nestjs/common';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';

/** The cases somebody still has, as a number: whoever keeps accounts reads no case. */
@Injectable()
export class Caseload {
  constructor(private readonly database: Database) {}

  /** 409 with the number, if a supervisor has to give cases to somebody else before this person leaves their post. */
  async refuseOpen(personId: string): Promise<void> {
    const sql = { name: 'open-cases-of', text: 'SELECT identity.open_cases_of($1) AS cases', values: [personId] };
    const [row] = await this.database.rows<{ cases: number }>(sql);
    const cases = row?.cases ?? 0;
    if (cases > 0) throw conflict('person-has-cases', { cases });
  }
}
