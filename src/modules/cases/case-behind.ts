import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { system } from '../../platform/system.ts';
import { CaseCore } from './case-core.entity.ts';

/** The case behind a row that somebody may write, whether or not they see the case itself. */
@Injectable()
export class CaseBehind {
  constructor(private readonly database: Database) {}

  /** The case as it is now; until the work is done nobody closes, seals or gives it away. */
  async held(caseId: string): Promise<CaseCore> {
    const held = { name: 'case-behind', text: 'SELECT * FROM case_core WHERE id = $1 FOR UPDATE', values: [caseId] };
    // First the case, then its rows. Not everybody who writes a row may lock it.
    const [row] = await this.database.as(system, () => this.database.rows<Record<string, unknown>>(held));
    if (row === undefined) throw notFound();
    return this.database.hydrate(CaseCore, row);
  }
}
