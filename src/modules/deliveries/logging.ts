import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { invalidInput } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { People } from '../identity/index.ts';
import { handOf, ReferralServed, ServiceDays, type Referral } from '../referrals/index.ts';
import { DeliverySource } from './delivery-source.entity.ts';
import { Delivery } from './delivery.entity.ts';
import { DeliveryLogged } from './delivery.events.ts';
import { DeliveryRecord } from './delivery.record.ts';
import type { NewDelivery, Session } from './given.ts';

const DAY = 86_400_000;

/** Those who serve people for their agency. */
const servers = ['partner-worker', 'ministry-officer', 'focal-point', 'specialist'];

/** Who gave a service: people of the own unit, or only how many they were. */
export interface Staff {
  readonly staffIds: string[] | null;
  readonly staffCount: number | null;
}

/** What one person was given, and how. */
export type Given = Omit<NewDelivery, keyof Staff | 'correctsId' | 'duplicateReason'>;

/** A row that was logged of a referral before and still stands. */
interface Earlier {
  readonly id: string;
  readonly referralId: string;
  readonly deliveredOn: string;
  readonly tookPlace: boolean;
  /** It was logged as such, and did not follow from an outcome, which says no more than how much there was. */
  readonly isSession: boolean;
}

/** What of a new row the giving unit alone knows, and what it stands beside. */
interface Beside extends Staff {
  readonly earlier: readonly Earlier[];
  readonly duplicateReason?: string | null | undefined;
  readonly groupSessionId?: string | null;
  readonly corrected?: Delivery | null;
}

/** What logging a service for one person and for several have in common. */
@Injectable()
export class Logging {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly people: People,
    private readonly days: ServiceDays,
  ) {}

  /** Who gave it. A name of another unit is answered as one that nobody has. */
  async staffOf({ staffIds, staffCount }: Session): Promise<Staff> {
    if (staffIds === undefined || staffIds.length === 0) return { staffIds: null, staffCount: staffCount ?? null };
    if (staffCount !== undefined) throw invalidInput({ field: 'staffCount', code: 'staff-or-count' });
    const named = staffIds.map((id) => id.toLowerCase());
    if (new Set(named).size < named.length) throw invalidInput({ field: 'staffIds', code: 'given-twice' });
    const colleagues = await this.people.holding(servers, this.database.actor.unitId);
    if (!named.every((id) => colleagues.includes(id))) throw invalidInput({ field: 'staffIds', code: 'not-of-the-unit' });
    return { staffIds: named, staffCount: named.length };
  }

  /** Refuses a day on which it cannot have been, and an amount given to somebody who did not come. */
  async refuseUnlikely(referral: Referral, { deliveredOn, attendance, units, durationBand }: Given): Promise<void> {
    await this.days.refuseUnlikely(referral, 'deliveredOn', deliveredOn);
    if (this.tookPlace(attendance)) return;
    if ((units ?? 0) > 0) throw invalidInput({ field: 'units', code: 'nobody-came' });
    if (durationBand !== undefined) throw invalidInput({ field: 'durationBand', code: 'nobody-came' });
  }

  /** What was logged of these referrals and still stands. */
  async earlierOf(referralIds: readonly string[]): Promise<Earlier[]> {
    return this.database.rows<Earlier>({
      name: 'deliveries-standing',
      text: `SELECT d.id, d.referral_id AS "referralId", d.delivered_on::text AS "deliveredOn", coalesce(d.units, 1) > 0 AS "tookPlace",
               d.mode IS NOT NULL AS "isSession"
             FROM delivery d WHERE d.referral_id = ANY ($1) AND d.status <> 'corrected' ORDER BY d.recorded_at, d.id`,
      values: [referralIds],
    });
  }

  /** What was logged of the same referral for the same day: one referral is one person, one service and one agency. */
  sameDay(earlier: readonly Earlier[], referralId: string, { deliveredOn }: { deliveredOn: string }): Earlier | undefined {
    return earlier.find((each) => each.isSession && each.referralId === referralId && each.deliveredOn === deliveredOn);
  }

  /** Writes the row and what the unit alone knows of it; the first service that took place begins the work. */
  async write(referral: Referral, given: Given, { earlier, corrected = null, ...own }: Beside): Promise<Delivery> {
    const at = this.clock.now();
    const tookPlace = this.tookPlace(given.attendance);
    if (tookPlace) referral.begin();
    this.database.keep(referral);
    const { deliveredOn, mode, attendance, durationBand, units, planDomain } = given;
    const delivery = Delivery.on(referral, {
      ...{ deliveredOn, mode, attendance, durationBand: durationBand ?? null, staffCount: own.staffCount },
      units: tookPlace ? (units ?? null) : 0,
      planDomain: planDomain ?? this.reference.code('service-type', referral.serviceType).domain,
      backDated: await this.isBackDated(referral, given, corrected),
      correctsId: corrected?.id ?? null,
      ...this.signed(at),
    });
    this.gate.admit(DeliveryRecord, delivery);
    this.note(delivery, own);
    const isFirst = tookPlace && !earlier.some((each) => each.referralId === referral.id && each.tookPlace);
    await this.events.publish(new DeliveryLogged(delivery, { isFirst, tookPlace, corrected }, at));
    await this.events.publish(new ReferralServed(referral.id, at));
    return delivery;
  }

  /** Writes what followed from an outcome. */
  async writeOf(referral: Referral, given: Pick<Delivery, 'deliveredOn' | 'attendance' | 'units'>, at: Date): Promise<void> {
    // What lies too far back is not taken by telling it with the outcome either.
    const backDated = await this.isBackDated(referral, given, null);
    const planDomain = this.reference.code('service-type', referral.serviceType).domain;
    const delivery = this.gate.admit(DeliveryRecord, Delivery.on(referral, { ...given, planDomain, backDated, ...this.signed(at) }));
    await this.events.publish(new DeliveryLogged(delivery, { tookPlace: true }, at));
  }

  /** Whether anybody came and was served. */
  tookPlace(attendance: string): boolean {
    return this.reference.code('attendance', attendance).tookPlace;
  }

  private signed(at: Date): Pick<Delivery, 'authorId' | 'recordedAt' | 'confirmBy'> {
    const confirmBy = new Date(at.getTime() + this.reference.timers.delivery.confirmDays * DAY);
    return { authorId: handOf(this.database.actor).id, recordedAt: at, confirmBy };
  }

  private note({ id: deliveryId }: Delivery, { staffIds, groupSessionId = null, duplicateReason = null }: Omit<Beside, 'earlier'>): void {
    if (staffIds === null && groupSessionId === null && duplicateReason === null) return;
    this.database.keep(Object.assign(new DeliverySource(), { deliveryId, staffIds, groupSessionId, duplicateReason }));
  }

  /** A correction that keeps the day is as late as the row it corrects; any other day is looked at anew. */
  private async isBackDated(referral: Referral, { deliveredOn }: Pick<Given, 'deliveredOn'>, corrected: Delivery | null): Promise<boolean> {
    if (corrected?.deliveredOn === deliveredOn) return corrected.backDated;
    return this.days.isLongAgo(referral, deliveredOn, this.reference.timers.delivery.backDateDays);
  }
}
