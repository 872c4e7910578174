import { Injectable } from '@nestjs/common';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';

/** Whether somebody still has cases, and no more than that: whoever keeps accounts reads no case, and counts none. */
@Injectable()
export class Caseload {
  constructor(private readonly database: Database) {}

  /** 409, if a supervisor has to give cases to somebody else before this person leaves their post. */
  async refuseOpen(personId: string): Promise<void> {
    const sql = { name: 'has-open-cases', text: 'SELECT identity.has_open_cases($1) AS has', values: [personId] };
    const [row] = await this.database.rows<{ has: boolean }>(sql);
    if (row?.has === true) throw conflict('person-has-cases');
  }
}
