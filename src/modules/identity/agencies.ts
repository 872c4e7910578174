import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import type { Sql } from '../../platform/database/sql.ts';

/** A unit that can be asked for something, found by the type of its agency. */
export interface UnitOfType {
  readonly type: string;
  readonly unitId: string;
  readonly agencyId: string;
}

/** For each of some types of agency the unit nearest to a region, if there is one: see {@link Agencies.nearest}. */
export function nearestUnits(types: readonly string[], country: string, region: string): Sql {
  return {
    name: 'nearest-units',
    text: `SELECT DISTINCT ON (a.type) a.type, u.id AS "unitId", u.agency_id AS "agencyId" FROM agency a JOIN unit u ON u.agency_id = a.id
           WHERE a.type = ANY ($1) AND a.country = $2 AND a.active AND u.active AND NOT u.works_without_accounts
           ORDER BY a.type, u.region IS DISTINCT FROM $3, u.region IS NOT NULL, a.code, u.name, u.id`,
    values: [types, country, region],
  };
}

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

  /** The ids that name no agency. */
  async unknownAmong(agencyIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'unknown-agencies',
      text: 'SELECT wanted.id FROM unnest($1::uuid[]) AS wanted (id) WHERE NOT EXISTS (SELECT FROM agency a WHERE a.id = wanted.id)',
      values: [agencyIds],
    });
    return rows.map(({ id }) => id);
  }

  /**
   * For each of these types of agency the unit nearest to a region: one that works there, else one that works everywhere, else any of
   * the country; of several always the same. A type of which no agency takes part is left out, and so is a unit without accounts:
   * nobody there would see what is given to it.
   */
  async nearest(types: readonly string[], country: string, region: string): Promise<UnitOfType[]> {
    return this.database.rows(nearestUnits(types, country, region));
  }

  /** The nearest unit at work above one, in the same agency; null if there is none. */
  async unitAbove(unitId: string): Promise<string | null> {
    const [row] = await this.database.rows<{ id: string }>({
      name: 'unit-above',
      text: `WITH RECURSIVE above AS (
               SELECT u.parent_unit_id AS id, u.agency_id, 1 AS steps FROM unit u WHERE u.id = $1
               UNION ALL SELECT u.parent_unit_id, a.agency_id, a.steps + 1 FROM above a JOIN unit u ON u.id = a.id WHERE a.steps < 20)
             SELECT u.id FROM above a JOIN unit u ON u.id = a.id AND u.agency_id = a.agency_id WHERE u.active ORDER BY a.steps LIMIT 1`,
      values: [unitId],
    });
    return row?.id ?? null;
  }

  /** Whether an agency takes part, and has not been closed. */
  async takesPart(agencyId: string): Promise<boolean> {
    const sql = { name: 'agency-takes-part', text: 'SELECT 1 FROM agency WHERE id = $1 AND active', values: [agencyId] };
    return (await this.database.rows(sql)).length > 0;
  }

  /** The country an agency works in: its calendar says which day it is there. */
  async countryOf(agencyId: string): Promise<string> {
    const sql = { name: 'agency-country', text: 'SELECT country FROM agency WHERE id = $1', values: [agencyId] };
    const [found] = await this.database.rows<{ country: string }>(sql);
    if (found === undefined) throw notFound();
    return found.country;
  }

  /** The agency that a unit is of, whether or not it is still at work. */
  async behind(unitId: string): Promise<string> {
    const sql = { name: 'agency-behind', text: 'SELECT agency_id FROM unit WHERE id = $1', values: [unitId] };
    const [found] = await this.database.rows<{ agency_id: string }>(sql);
    if (found === undefined) throw notFound();
    return found.agency_id;
  }

  /** Whether nobody of a unit has an account: what is asked of it is answered with a slip. */
  async worksWithoutAccounts(unitId: string): Promise<boolean> {
    const sql = { name: 'without-accounts', text: 'SELECT works_without_accounts AS so FROM unit WHERE id = $1', values: [unitId] };
    const [found] = await this.database.rows<{ so: boolean }>(sql);
    return found?.so ?? false;
  }

  /** The agency of a unit that is at work, and its type; null if there is none. */
  async ofUnit(unitId: string): Promise<{ agencyId: string; type: string } | null> {
    const [row] = await this.database.rows<{ agency_id: string; type: string }>({
      name: 'agency-of-unit',
      text: 'SELECT u.agency_id, a.type FROM unit u JOIN agency a ON a.id = u.agency_id WHERE u.id = $1 AND u.active AND a.active',
      values: [unitId],
    });
    return row === undefined ? null : { agencyId: row.agency_id, type: row.type };
  }
}
