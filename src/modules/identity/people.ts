import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';

/** Units lie under units a few steps deep; a circle, which would be a mistake, is not followed for ever. */
const stepsAtMost = 20;

/** Where mail reaches somebody, and in which language. */
export interface Reach {
  readonly email: string | null;
  /** The how manyeth address of theirs it is. */
  readonly emailNumber: number;
  readonly locale: string;
}

/** What other rooms may ask about people; a program that acts for a unit is nobody to be told of anything. Whoever asks learns only of people they may see. */
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

  /** Of these people, those at work in one of these posts. */
  async inPosts(ids: readonly string[], posts: readonly { readonly role: string; readonly unitId: string }[]): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'people-in-posts',
      text: `SELECT DISTINCT p.id FROM person p JOIN unnest($2::text[], $3::uuid[]) AS post (role, unit_id)
             ON p.role = post.role AND p.unit_id = post.unit_id WHERE p.id = ANY ($1) AND p.active`,
      values: [ids, posts.map(({ role }) => role), posts.map(({ unitId }) => unitId)],
    });
    return rows.map(({ id }) => id);
  }

  /** Of these people, those at work in an agency. */
  async ofAgency(agencyId: string, ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'people-of-agency',
      text: 'SELECT id FROM person WHERE agency_id = $1 AND id = ANY ($2) AND active',
      values: [agencyId, ids],
    });
    return rows.map(({ id }) => id);
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

  /** Where mail reaches somebody, and in which language; null if they no longer work with the system. */
  async reach(personId: string): Promise<Reach | null> {
    const [found] = await this.database.rows<Reach>({
      name: 'person-reach',
      text: 'SELECT email, email_number AS "emailNumber", locale FROM person WHERE id = $1 AND active',
      values: [personId],
    });
    return found ?? null;
  }

  /** Who holds one of these roles in a unit now. */
  async holding(roles: readonly string[], unitId: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'people-holding',
      text: `SELECT id FROM person WHERE role = ANY ($1) AND unit_id = $2 AND active AND kind = 'person' ORDER BY id`,
      values: [roles, unitId],
    });
    return rows.map(({ id }) => id);
  }

  /** Who holds one of these roles in the nearest unit above that has anybody who does. */
  async holdingAbove(roles: readonly string[], unitId: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'people-holding-above',
      text: `WITH RECURSIVE above AS (
               SELECT parent_unit_id AS id, 1 AS steps FROM unit WHERE id = $2
               UNION ALL SELECT u.parent_unit_id, a.steps + 1 FROM above a JOIN unit u ON u.id = a.id WHERE a.steps < ${stepsAtMost}),
             found AS (SELECT p.id, a.steps FROM above a JOIN person p ON p.unit_id = a.id AND p.role = ANY ($1) AND p.active AND p.kind = 'person')
             SELECT DISTINCT id FROM found WHERE steps = (SELECT min(steps) FROM found) ORDER BY id`,
      values: [roles, unitId],
    });
    return rows.map(({ id }) => id);
  }

  /** Who answers for the agency of a unit to the others: its focal points, wherever in it they sit. */
  async focalPointsFor(unitId: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'focal-points-for',
      text: `SELECT p.id FROM unit u JOIN person p ON p.agency_id = u.agency_id AND p.role = 'focal-point' AND p.active
             WHERE u.id = $1 ORDER BY p.id`,
      values: [unitId],
    });
    return rows.map(({ id }) => id);
  }

  /** Who holds a role anywhere in an agency. */
  async holdingInAgency(role: string, agencyId: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'people-holding-in-agency',
      text: 'SELECT id FROM person WHERE role = $1 AND agency_id = $2 AND active ORDER BY id',
      values: [role, agencyId],
    });
    return rows.map(({ id }) => id);
  }

  /** Who watches over the national effort of a country. */
  async coordinatorsIn(country: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'coordinators-in',
      text: `SELECT p.id FROM person p JOIN agency a ON a.id = p.agency_id
             WHERE p.role = 'coordinator' AND p.active AND a.country = $1 ORDER BY p.id`,
      values: [country],
    });
    return rows.map(({ id }) => id);
  }

  /** Who holds a role in any agency of a country: of the body that watches over all. */
  async holdingInCountryOf(role: string, agencyId: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'people-holding-in-country',
      text: `SELECT p.id FROM person p JOIN agency a ON a.id = p.agency_id WHERE p.role = $1 AND p.active
             AND a.country = (SELECT country FROM agency WHERE id = $2) ORDER BY p.id`,
      values: [role, agencyId],
    });
    return rows.map(({ id }) => id);
  }

  /** The agencies of a country in which somebody holds a role. */
  async agenciesHolding(role: string, country: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'agencies-holding',
      text: `SELECT DISTINCT a.id FROM person p JOIN agency a ON a.id = p.agency_id WHERE p.role = $1 AND p.active AND a.active
             AND a.country = $2 ORDER BY a.id`,
      values: [role, country],
    });
    return rows.map(({ id }) => id);
  }

  /** Who keeps the accounts of the installation: one of them always remains. */
  async administrators(): Promise<string[]> {
    const sql = { name: 'administrators', text: `SELECT id FROM person WHERE role = 'administrator' AND active ORDER BY id`, values: [] };
    return (await this.database.rows<{ id: string }>(sql)).map(({ id }) => id);
  }
}
