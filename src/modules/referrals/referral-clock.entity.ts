import { Column, Entity } from 'typeorm';
import { StepClock } from '../../platform/jobs/step-clock.ts';

/** What a referral can wait for: that somebody looks at it, that somebody answers it, that something happens after it was taken on. */
export type Awaited = 'seen' | 'decided' | 'at-work';

/** When whom to remind of a referral next, of one thing it waits for. */
@Entity('referral_clock')
export class ReferralClock extends StepClock {
  @Column('uuid') referralId: string;
  @Column('text') about: Awaited;
  /** From when it is counted: the sending, or the last thing that happened. */
  @Column('timestamptz') since: Date;
}
