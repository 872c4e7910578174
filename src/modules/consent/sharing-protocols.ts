import { Injectable } from '@nestjs/common';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { Agencies } from '../identity/index.ts';

/** Who wants to share with whom, for what, on which day where the case is looked after. */
export interface Sharer {
  readonly fromUnitId: string;
  readonly toAgencyId: string;
  readonly purposes: readonly string[];
  readonly on: string;
}

/** Groups of fields that may be shared; null where nothing stands in the way, because nothing leaves the agency. */
export type AgreedGroups = readonly string[] | null;

/** What the rooms above may ask about protocols. */
@Injectable()
export class SharingProtocols {
  constructor(
    private readonly database: Database,
    private readonly agencies: Agencies,
  ) {}

  /**
   * The groups of fields that the agency of a unit may share with another for all these purposes on this day; 409 if no protocol in
   * force covers them. The protocol stays in force until the work is done.
   */
  async groupsFor({ fromUnitId, toAgencyId, purposes, on }: Sharer): Promise<AgreedGroups> {
    const fromAgencyId = await this.agencies.behind(fromUnitId);
    if (fromAgencyId === toAgencyId) return null;
    const covering = await this.database.rows<{ groups: string[] }>({
      name: 'protocols-covering',
      text: `SELECT groups FROM sharing_protocol WHERE from_agency_id = $1 AND to_agency_id = $2 AND status = 'active'
               AND valid_from <= $3 AND valid_to >= $3 AND purposes @> $4::text[] ORDER BY id FOR SHARE`,
      values: [fromAgencyId, toAgencyId, on, purposes],
    });
    if (covering.length === 0) throw conflict('protocol-missing', { purposes });
    return [...new Set(covering.flatMap(({ groups }) => groups))];
  }
}
