import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { KeptSite } from './sites.ts';

/** A description of the service as others publish it. */
type Row = Readonly<Record<string, unknown>>;

/** What can be taken from such a description. */
export type Taken = Pick<
  Service,
  | ('name' | 'description' | 'status' | 'serviceType' | 'minAge' | 'maxAge' | 'servedRegions' | 'languages')
  | ('sites' | 'schedule' | 'cost' | 'requiredDocuments' | 'howToApply')
>;

/** What somebody can be given by a unit of an agency, for whom and where; and how much room there is. */
@Entity('service')
export class Service {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  /** The unit that receives the referrals. */
  @Column('uuid') receivingUnitId: string;
  /** A code of the list `service-type`; none as long as nobody said what an imported service is to us. */
  @Column('text', { nullable: true }) serviceType: string | null = null;
  @Column('text') name: string;
  @Column('text', { nullable: true }) description: string | null = null;
  @Column('text') status: string;
  @Column('integer') minAge: number;
  @Column('integer') maxAge: number;
  /** For whom; empty: for everybody. */
  @Column('text', { array: true }) sexes: string[] = [];
  /** Whose people are served; empty: those of the whole country. */
  @Column('text', { array: true }) servedRegions: string[] = [];
  /** Where it is given, and when there: one JSON list. */
  @Column('jsonb', { array: true }) sites: readonly KeptSite[] = [];
  @Column('text', { array: true }) languages: string[] = [];
  /** When it is given, in words, where the hours of its places do not say it. */
  @Column('text', { nullable: true }) schedule: string | null = null;
  @Column('text', { nullable: true }) cost: string | null = null;
  @Column('text', { nullable: true }) requiredDocuments: string | null = null;
  @Column('text', { nullable: true }) howToApply: string | null = null;
  @Column('integer', { nullable: true }) places: number | null = null;
  @Column('integer', { nullable: true }) freePlaces: number | null = null;
  /** How many wait for a place elsewhere, as the agency says: in queues that are not kept here. */
  @Column('integer', { nullable: true }) waiting: number | null = null;
  /** How many wait for a place here, counted. */
  @Column('integer') queued = 0;
  @Column('timestamptz', { nullable: true }) capacitySetAt: Date | null = null;
  /** When the agency last said that all this is so. */
  @Column('timestamptz', { nullable: true }) verifiedAt: Date | null = null;
  @Column('uuid', { nullable: true }) verifiedById: string | null = null;
  /** When its agency was told that nobody has confirmed it for too long. */
  @Column('timestamptz', { nullable: true }) staleToldAt: Date | null = null;
  /** Within how many hours it sees, and answers, a referral to it; where the agency does not say, the urgency alone decides. */
  @Column('integer', { nullable: true }) seeWithinHours: number | null = null;
  @Column('integer', { nullable: true }) decideWithinHours: number | null = null;
  /** Whom to turn to when a referral stays unanswered, and who stands in for them. */
  @Column('uuid', { nullable: true }) escalationContactId: string | null = null;
  @Column('uuid', { nullable: true }) deputyId: string | null = null;
  /** How many referrals were taken on, and after how many hours altogether. */
  @Column('integer') acceptances = 0;
  @Column('integer') hoursToAccept = 0;
  /** The id by which it is known where it was described first; none if that is here. */
  @Column('uuid', { nullable: true }) sourceId: string | null = null;
  /** Its description there, whole, as it came last. */
  @Column('jsonb', { nullable: true }) source: Row | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** A service that was described elsewhere. */
  static from(source: Row, facts: Taken, place: Pick<Service, 'id' | 'agencyId' | 'receivingUnitId'>): Service {
    return Object.assign(new Service(), facts, place, { source, sourceId: source.id });
  }

  /** Its description came again from where it stands first. */
  renew(source: Row, changes: Partial<Taken>): void {
    Object.assign(this, changes, { source, sourceId: source.id });
  }

  /** The agency begins to offer it. */
  open(): void {
    this.status = 'active';
  }

  /** The agency says how much room there is now. */
  setCapacity({ places, freePlaces, waiting }: Room, at: Date): void {
    Object.assign(this, { places, freePlaces, waiting, capacitySetAt: at });
  }

  /** So many referrals wait for a place. */
  noteQueue(queued: number): void {
    this.queued = queued;
  }

  /** Somebody of the agency says that everything here is so. */
  verify(byId: string, at: Date): void {
    this.verifiedById = byId;
    this.verifiedAt = at;
  }

  /** Its agency is told that it is to be confirmed. */
  noteStale(at: Date): void {
    this.staleToldAt = at;
  }

  /** A referral was taken on so many hours after it was sent. */
  noteAcceptance(hours: number): void {
    this.acceptances += 1;
    this.hoursToAccept += Math.round(hours);
  }

  /** Nobody has confirmed it for too long, or ever. */
  isStale(now: Date, afterDays: number): boolean {
    return this.verifiedAt === null || now.getTime() - this.verifiedAt.getTime() >= afterDays * 86_400_000;
  }

  /** No place is free, or no more than those who wait will need. */
  isFull(): boolean {
    return this.freePlaces !== null && this.freePlaces <= this.queued;
  }
}

/** How many places there are, how many of them are free, and how many people wait. */
export interface Room {
  readonly places: number;
  readonly freePlaces: number;
  readonly waiting: number;
}
