import { randomUUID } from 'node:crypto';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InCaseScope } from '../cases/index.ts';
import type { Referral } from '../referrals/index.ts';

/** One service given to somebody, as the one who gave it logged it. A mistake is corrected by another row, never by a change. */
@Entity('delivery')
export class Delivery extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') referralId: string;
  @Column('uuid') byUnitId: string;
  @Column('text') serviceType: string;
  @Column('date') deliveredOn: string;
  @Column('text', { nullable: true }) mode: string | null = null;
  @Column('text') attendance: string;
  @Column('text', { nullable: true }) durationBand: string | null = null;
  @Column('integer', { nullable: true }) units: number | null = null;
  @Column('uuid', { nullable: true }) correctsId: string | null = null;
  /** Nobody, where it was told with a slip: whoever holds one has no account. */
  @Column('uuid', { nullable: true }) authorId: string | null;
  @Column('timestamptz') recordedAt: Date;

  /** A delivery on a referral, by the unit that took it on. */
  static on(referral: Referral, given: Pick<Delivery, 'deliveredOn' | 'attendance'> & Partial<Delivery>): Delivery {
    const { id: referralId, toUnitId: byUnitId, serviceType, workerId, unitId, supervisorUnitId, specialistUnitId, sealed } = referral;
    const scope = { workerId, unitId, supervisorUnitId, specialistUnitId, sealed };
    return Object.assign(new Delivery(), given, scope, { id: randomUUID(), referralId, byUnitId, serviceType });
  }
}
