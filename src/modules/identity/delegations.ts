import { Injectable } from '@nestjs/common';
import { addDays, dayIn } from '../../kernel/local-time.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';

/** Somebody who stands in, and by what. */
export interface StandIn {
  readonly delegationId: string;
  readonly delegateId: string;
}

interface Covered {
  readonly id: string;
  readonly delegate_id: string;
  readonly from_on: string;
  readonly to_on: string;
  readonly country: string;
}

/** What other rooms may ask about who stands in for whom. */
@Injectable()
export class Delegations {
  constructor(
    private readonly database: Database,
    private readonly reference: Reference,
  ) {}

  /** Who stands in for somebody at this moment, by the day it is where they work, and still is one of their unit and role. */
  async standInsFor(personId: string, at: Date): Promise<StandIn[]> {
    const rows = await this.database.rows<Covered>({
      name: 'stand-ins-for',
      text: `SELECT d.id, d.delegate_id, d.from_on::text, d.to_on::text, a.country FROM delegation d
             JOIN person p ON p.id = d.delegate_id AND p.active AND p.unit_id = d.unit_id JOIN agency a ON a.id = p.agency_id
             JOIN person away ON away.id = d.person_id AND away.role = p.role AND away.unit_id = d.unit_id
             WHERE d.person_id = $1 AND d.ended_on IS NULL AND d.to_on >= $2::date ORDER BY d.id`,
      // A day before the day in UTC: no clock is further behind.
      values: [personId, addDays(dayIn('UTC', at), -1)],
    });
    const isNow = ({ from_on: from, to_on: to, country }: Covered): boolean => {
      const today = this.reference.calendar(country).dayOf(at);
      return from <= today && today <= to;
    };
    return rows.filter(isNow).map(({ id: delegationId, delegate_id: delegateId }) => ({ delegationId, delegateId }));
  }

  /** Whether somebody has a stand-in on one of these days already; asked by one at a time. */
  async isCovered(personId: string, fromOn: string, toOn: string): Promise<boolean> {
    await this.database.send({
      name: 'one-delegation',
      text: `SELECT pg_advisory_xact_lock(hashtextextended('homeward-delegation:' || $1, 0))`,
      values: [personId],
    });
    const [found] = await this.database.rows({
      name: 'is-covered',
      text: 'SELECT 1 FROM delegation WHERE person_id = $1 AND ended_on IS NULL AND from_on <= $3 AND to_on >= $2',
      values: [personId, fromOn, toOn],
    });
    return found !== undefined;
  }
}
