import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { ConsentRecord } from '../consent/index.ts';
import { DeliveryRecord } from '../deliveries/index.ts';
import { FollowUpRecord } from '../follow-ups/index.ts';
import { ConsentOverrideRecord, ReferralRecord } from '../referrals/index.ts';
import { TaskRecord } from '../tasks/index.ts';

/** What stands under a case, and is judged as the case is. */
const ofCases = new Map(
  [ConsentRecord, DeliveryRecord, FollowUpRecord, ConsentOverrideRecord, ReferralRecord, TaskRecord].map(({ name, tables }) => [
    name,
    tables[0]?.name,
  ]),
);

/** What messages are about. */
@Injectable()
export class Subjects {
  constructor(private readonly database: Database) {}

  /** Whether this is of a case that its team works on; not one that a seal leaves to its worker alone. */
  async isOpenToTeam(subjectType: string, subjectId: string): Promise<boolean> {
    const table = ofCases.get(subjectType);
    if (table === undefined) return false;
    const sql = { name: `is-sealed-${subjectType}`, text: `SELECT sealed FROM ${table} WHERE id = $1`, values: [subjectId] };
    const [row] = await this.database.rows<{ sealed: boolean }>(sql);
    return row?.sealed === false;
  }
}
