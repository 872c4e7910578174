import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';

/** What other rooms may ask about people. Whoever asks learns only of people they may see. */
@Injectable()
export class People {
  constructor(private readonly database: Database) {}

  /** Whether somebody is at work in this unit in this role now. */
  async serves(personId: string, role: string, unitId: string): Promise<boolean> {
    const [found] = await this.database.rows({
      name: 'person-serves',
      text: 'SELECT 1 FROM person WHERE id = $1 AND role = $2 AND unit_id = $3 AND active',
      values: [personId, role, unitId],
    });
    return found !== undefined;
  }

  /** Whether somebody still works with the system. */
  async isActive(personId: string): Promise<boolean> {
    const [found] = await this.database.rows({
      name: 'person-active',
      text: 'SELECT 1 FROM person WHERE id = $1 AND active',
      values: [personId],
    });
    return found !== undefined;
  }

  /** Who holds a role in a unit now. */
  async holding(role: string, unitId: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'people-holding',
      text: 'SELECT id FROM person WHERE role = $1 AND unit_id = $2 AND active ORDER BY id',
      values: [role, unitId],
    });
    return rows.map(({ id }) => id);
  }
}
