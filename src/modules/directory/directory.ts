import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import { People } from '../identity/index.ts';
import { Service } from './service.entity.ts';
import { ServiceRecord } from './service.record.ts';

/** What a unit offers, as far as it matters to whoever wants to ask for it. */
export interface Offer {
  readonly serviceId: string;
  readonly unitId: string;
  readonly serviceType: string | null;
  /** It can be asked for at present. */
  readonly isActive: boolean;
  /** Nobody has confirmed it for too long: it can receive no emergency. */
  readonly isStale: boolean;
  /** The agency said that no place is free. */
  readonly isFull: boolean;
  /** How many wait for a place: here, and elsewhere as far as the agency said. */
  readonly waiting: number;
  /** Within how many hours the agency sees and decides what is asked of it; null where it does not say. */
  readonly seeWithinHours: number | null;
  readonly decideWithinHours: number | null;
}

/** What other rooms may ask about services. */
@Injectable()
export class Directory {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly people: People,
  ) {}

  /** What a unit offers of a kind of service at present: what is fresh and has room comes first. */
  async offers(unitId: string, serviceType: string): Promise<Offer[]> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'offers-of-unit',
      text: `SELECT * FROM service WHERE receiving_unit_id = $1 AND service_type = $2 AND status = 'active' ORDER BY verified_at DESC NULLS LAST, id`,
      values: [unitId, serviceType],
    });
    const found = rows.map((row) => this.offerOf(this.database.hydrate(Service, row)));
    return found.sort((a, b) => Number(a.isStale) - Number(b.isStale) || Number(a.isFull) - Number(b.isFull));
  }

  /** A service somebody named, whatever state it is in; null if there is none of this id. */
  async offer(serviceId: string): Promise<Offer | null> {
    const sql = { name: 'offer', text: 'SELECT * FROM service WHERE id = $1', values: [serviceId] };
    const [row] = await this.database.rows<Record<string, unknown>>(sql);
    return row === undefined ? null : this.offerOf(this.database.hydrate(Service, row));
  }

  /** Whom to turn to when nobody answers for a service: the contact, else the deputy, as long as they are at work there. As the system. */
  async escalationFor(serviceId: string): Promise<string[]> {
    const { agencyId, escalationContactId, deputyId } = await this.gate.peek(ServiceRecord, serviceId);
    const named = [escalationContactId, deputyId].filter((id) => id !== null);
    const atWork = await this.people.ofAgency(agencyId, named);
    return named.filter((id) => atWork.includes(id));
  }

  /** A referral for a service was taken on so many hours after it was sent: the finder learns how soon it answers. As the system. */
  async noteAcceptance(serviceId: string, hours: number): Promise<void> {
    const service = await this.gate.take(ServiceRecord, serviceId, 'note-acceptance');
    service.noteAcceptance(hours);
    this.database.keep(service);
  }

  /** So many referrals wait for a place of a service now. They are counted while it is held, or those who come at once would overlook one another. As the system. */
  async noteQueue(serviceId: string, count: () => Promise<number>): Promise<void> {
    const service = await this.gate.take(ServiceRecord, serviceId, 'note-queue');
    service.noteQueue(await count());
    this.database.keep(service);
  }

  private offerOf(service: Service): Offer {
    const { serviceStaleAfterDays } = this.reference.timers;
    const { id: serviceId, receivingUnitId: unitId, serviceType, seeWithinHours, decideWithinHours } = service;
    return {
      ...{ serviceId, unitId, serviceType, seeWithinHours, decideWithinHours },
      isActive: service.status === 'active',
      isStale: service.isStale(this.clock.now(), serviceStaleAfterDays),
      isFull: service.isFull(),
      waiting: service.queued + (service.waiting ?? 0),
    };
  }
}
