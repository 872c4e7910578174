import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';

/** What other rooms may ask about agencies. */
@Injectable()
export class Agencies {
  constructor(private readonly database: Database) {}

  /** What kind of body an agency is: a code of the list `agency-type`. */
  async typeOf(agencyId: string): Promise<string> {
    const sql = { name: 'agency-type', text: 'SELECT type FROM agency WHERE id = $1', values: [agencyId] };
    const [found] = await this.database.rows<{ type: string }>(sql);
    if (found === undefined) throw notFound();
    return found.type;
  }
}
