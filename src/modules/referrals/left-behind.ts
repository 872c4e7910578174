import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Agencies, answeringRoles, UnitClosed } from '../identity/index.ts';
import { ReferralAnswered } from './referral.events.ts';
import { openStates, servedStates } from './referral.lifecycle.ts';
import { ReferralRecord } from './referral.record.ts';

const atOnce = 200;

/**
 * A referral is sent to an agency, and survives whoever leaves it: what somebody had taken on who is gone is anybody's of the unit
 * again, and what a unit has that is no more goes to the unit above it, also what is over, for what was given. Where there is none it stays, and the ladder tells the focal point.
 */
@Injectable()
export class LeftBehind {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly agencies: Agencies,
  ) {}

  /** Whoever closes a unit is not kept waiting for more than it takes at once; the rest follows within a minute. */
  @On(UnitClosed, { as: 'system' })
  async whenUnitCloses({ unitId }: UnitClosed): Promise<void> {
    await this.leave(unitId);
  }

  @Sweeps()
  async byUnits(): Promise<void> {
    const units = await this.database.rows<{ id: string }>({
      name: 'units-that-left-referrals',
      text: `SELECT u.id FROM unit u WHERE NOT u.active AND EXISTS (SELECT FROM referral r WHERE r.to_unit_id = u.id AND r.status = ANY ($1))
             ORDER BY u.id`,
      values: [[...openStates, ...servedStates]],
    });
    for (const { id } of units) await this.leave(id);
  }

  @Sweeps()
  async byPeople(): Promise<void> {
    const claimed = await this.database.rows<{ id: string; claimed_by_id: string }>({
      name: 'referrals-of-people-gone',
      // The states stand in the text, so that the index of what is claimed and open serves it.
      text: `SELECT r.id, r.claimed_by_id FROM referral r JOIN person p ON p.id = r.claimed_by_id WHERE r.status IN ('${openStates.join("', '")}')
               AND NOT (p.active AND p.unit_id = r.to_unit_id AND p.role = ANY ($1)) ORDER BY r.id LIMIT ${atOnce}`,
      values: [answeringRoles],
    });
    for (const { id, claimed_by_id: goneId } of claimed) {
      const referral = await this.gate.take(ReferralRecord, id, 'release-claim');
      // Somebody may have taken it over meanwhile, or ended it.
      if (referral.claimedById !== goneId || !openStates.includes(referral.status)) continue;
      this.database.keep(referral).releaseClaim();
      await this.events.publish(new ReferralAnswered(referral, 'release-claim', 'clock', this.clock.now()));
    }
  }

  private async leave(unitId: string): Promise<void> {
    const above = await this.agencies.unitAbove(unitId);
    if (above === null) return;
    await this.passOn(unitId, above);
    await this.leaveEnded(unitId, above);
  }

  /** Of what is over something may have been given that has to be put right. It is no news to anybody, and nothing that was shared goes along. */
  private async leaveEnded(unitId: string, above: string): Promise<void> {
    for (const { id } of await this.stranded(unitId, servedStates)) {
      const referral = await this.gate.take(ReferralRecord, id, 'pass-on');
      if (referral.toUnitId === unitId) this.database.keep(referral).leaveTo(above);
    }
  }

  private async stranded(unitId: string, states: readonly string[]): Promise<{ id: string }[]> {
    return this.database.rows<{ id: string }>({
      name: 'stranded-referrals',
      text: `SELECT id FROM referral WHERE to_unit_id = $1 AND status = ANY ($2) ORDER BY id LIMIT ${atOnce}`,
      values: [unitId, states],
    });
  }

  private async passOn(unitId: string, above: string): Promise<void> {
    for (const { id } of await this.stranded(unitId, openStates)) {
      const referral = await this.gate.take(ReferralRecord, id, 'pass-on');
      if (referral.toUnitId !== unitId || !openStates.includes(referral.status)) continue;
      this.database.keep(referral).passOnTo(above);
      await this.events.publish(new ReferralAnswered(referral, 'pass-on', 'clock', this.clock.now()));
    }
  }
}
