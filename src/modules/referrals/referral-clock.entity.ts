import { Column, Entity } from 'typeorm';
import { StepClock } from '../../platform/jobs/step-clock.ts';

/**
 * What a referral can wait for: that its sender lets it go; that somebody looks at it, that somebody answers it, that something happens after it was taken on; that
 * the work goes on after the day until which it was to rest, that a side answers a question, that the giver puts right what was disputed;
 * and, when it has come to nothing, that its sender says what is next.
 */
export const awaitable = [
  ...(['seen', 'decided', 'at-work'] as const),
  ...(['hold-over', 'answer-of-sender', 'answer-of-recipient', 'dispute', 'next-step', 'unsent'] as const),
] as const;
export type Awaited = (typeof awaitable)[number];

/** What is waited for with a ladder of its own (`timers.json`: `referralWaits`). */
export type Wait = Exclude<Awaited, 'seen' | 'decided' | 'at-work'>;

/** When whom to remind of a referral next, of one thing it waits for. */
@Entity('referral_clock')
export class ReferralClock extends StepClock {
  @Column('uuid') referralId: string;
  @Column('text') about: Awaited;
  /** From when it is counted: the sending, or the last thing that happened. */
  @Column('timestamptz') since: Date;
}
