import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { CaseRecord } from '../cases/index.ts';
import { ReferralAnswered } from './referral.events.ts';
import { Sources } from './sources.ts';

/** Steps with which somebody takes a person into their care, or leaves off, or another unit has it. */
const steps = new Set(['accept', 'complete', 'fail', 'cancel', 'recall', 'pass-on']);
const inCareStates = ['accepted', 'in_progress', 'on_hold'];

type Caring = Pick<InstanceType<typeof CaseRecord.entity>, 'id' | 'specialistReferralId' | 'specialistUnitId'>;

/**
 * Keeps note of which specialists care for the person: the unit that first accepted a referral for care, as long as that
 * referral is worked on. It ends with the referral, in the same transaction; then another that is worked on takes its place.
 */
@Injectable()
export class Specialists {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly reference: Reference,
    private readonly sources: Sources,
  ) {}

  @On(ReferralAnswered, { as: 'system' })
  async whenAnswered({ referralId, serviceType, move }: ReferralAnswered): Promise<void> {
    if (!steps.has(move) || !this.reference.careServices().includes(serviceType)) return;
    const { caseId } = await this.sources.of(referralId);
    const found = await this.gate.take(CaseRecord, caseId, 'leave-health-to');
    found.leaveHealthTo(await this.caringFor(found));
    this.database.keep(found);
  }

  /**
   * The referral by which a unit of specialists cares for the person now: that by which it does already, or another to the same
   * unit, or the first to any. A unit of specialists is one where somebody is.
   */
  private async caringFor(found: Caring): Promise<{ unitId: string; referralId: string } | null> {
    const [row] = await this.database.rows<{ id: string; to_unit_id: string }>({
      name: 'caring-for',
      text: `SELECT r.id, r.to_unit_id FROM referral_source s JOIN referral r ON r.id = s.referral_id
             WHERE s.case_id = $1 AND r.status = ANY ($2) AND r.service_type = ANY ($3)
               AND EXISTS (SELECT FROM person p WHERE p.unit_id = r.to_unit_id AND p.role = 'specialist' AND p.active)
             ORDER BY r.id IS DISTINCT FROM $4, r.to_unit_id IS DISTINCT FROM $5, r.answered_at, r.id LIMIT 1`,
      values: [found.id, inCareStates, this.reference.careServices(), found.specialistReferralId, found.specialistUnitId],
    });
    return row === undefined ? null : { unitId: row.to_unit_id, referralId: row.id };
  }
}
