import { Injectable } from '@nestjs/common';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import type { Instead } from './making.ts';
import { Sources } from './sources.ts';

/** Who was asked for the same before, one after another. Only the sender's side sees it; each recipient has a referral and a code of its own. */
@Injectable()
export class Chain {
  constructor(
    private readonly database: Database,
    private readonly reference: Reference,
    private readonly sources: Sources,
  ) {}

  /**
   * The next place in the chain of a referral that was taken. Refused if another was asked instead of it already, if the unit was
   * asked before, or if so many were asked that asking one more is no help: then the agencies have to talk to each other.
   */
  async after(referralId: string, toUnitId: string, rerouteReason: string): Promise<Instead> {
    const next = await this.sources.insteadOf(referralId);
    if (next !== null) throw conflict('re-route-once', { referralId: next });
    if ((await this.unitsAsked(referralId)).includes(toUnitId)) throw conflict('re-route-loop');
    const { reroutes } = await this.sources.of(referralId);
    const most = this.reference.timers.referralReRoutesAtMost;
    if (reroutes >= most) throw conflict('re-route-too-long', { most });
    return { reroutedFromId: referralId, rerouteReason, reroutes: reroutes + 1 };
  }

  private async unitsAsked(referralId: string): Promise<string[]> {
    const rows = await this.database.rows<{ to_unit_id: string }>({
      name: 'units-asked',
      text: `WITH RECURSIVE chain AS (
               SELECT s.referral_id, s.rerouted_from_id FROM referral_source s WHERE s.referral_id = $1
               UNION ALL
               SELECT s.referral_id, s.rerouted_from_id FROM chain c JOIN referral_source s ON s.referral_id = c.rerouted_from_id
             ) SELECT r.to_unit_id FROM chain c JOIN referral r ON r.id = c.referral_id`,
      values: [referralId],
    });
    return rows.map(({ to_unit_id: unitId }) => unitId);
  }
}
