import { Injectable } from '@nestjs/common';
import { Policy } from '../../access/role.ts';
import { conflict, invalidInput } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import type { Post } from './person.entity.ts';

/** Where somebody can work and as what: the unit exists, and its kind of agency has such a role. */
@Injectable()
export class Posts {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly reference: Reference,
  ) {}

  /** The post of a role in a unit, or the reason why there is none. */
  async at(unitId: string, role: string): Promise<Post> {
    const held = this.policy.roles.find(({ name }) => name === role);
    if (held === undefined || held.persona === 'p_system' || held.persona === 'p_guest')
      throw invalidInput({ field: 'role', code: 'not-a-role' });
    const [unit] = await this.database.rows<{ agency_id: string; type: string; open: boolean }>({
      name: 'post-unit',
      text: 'SELECT u.agency_id, a.type, u.active AND a.active AS open FROM unit u JOIN agency a ON a.id = u.agency_id WHERE u.id = $1',
      values: [unitId],
    });
    if (unit === undefined) throw invalidInput({ field: 'unitId', code: 'unknown-unit' });
    if (!unit.open) throw conflict('unit-not-active');
    const { mayHoldAccounts, roles } = this.reference.code('agency-type', unit.type);
    if (!mayHoldAccounts || !(roles as readonly string[]).includes(role))
      throw conflict('role-not-of-agency', { role, agencyType: unit.type, roles });
    return { role, unitId, agencyId: unit.agency_id };
  }
}
