import { Column } from 'typeorm';
import { InCaseScope } from '../cases/index.ts';

/** What a referral has to do with the queue of the service it asks for. */
export abstract class WaitsForPlace extends InCaseScope {
  /** The sender knew that no place was free, and that the person will wait. */
  @Column('boolean') waitingList: boolean = false;
  @Column('timestamptz', { nullable: true }) decideBy: Date | null = null;
  /** Since when a free place is kept for it. */
  @Column('timestamptz', { nullable: true }) placeOfferedAt: Date | null = null;
  /** How often a place was kept for it in vain; who was not asked yet comes first. */
  @Column('integer') placeLapses: number = 0;

  /** A place is free, and kept until there was time anew to decide. */
  offerPlace(at: Date, decideBy: Date): void {
    this.placeOfferedAt = at;
    this.decideBy = decideBy;
  }

  /** Nobody took it in time: it goes to the next. */
  letPlaceLapse(): void {
    this.placeOfferedAt = null;
    this.placeLapses += 1;
  }
}
