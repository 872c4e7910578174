import { ApiProperty } from '@nestjs/swagger';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import type { Stretch } from '../../access/page.ts';
import { Clock } from '../../kernel/clock.ts';
import { invalidInput } from '../../kernel/problem.ts';
import type { Answer } from '../../platform/answer.ts';
import { Reference } from '../../platform/reference.ts';
import { shippedReference } from '../../platform/shipped-reference.ts';
import { ReferralRecord } from './referral.record.ts';

/** What sent referrals can wait for, as the words of `for`. */
export const waitings = ['undecided', 'unseen', 'unseen-late', 'overdue'] as const;
export type Waiting = (typeof waitings)[number];

/** A number of days since the sending: `2-3` is more than one and not more than three whole days. */
interface Age {
  readonly id: string;
  readonly from: number;
  readonly to: number | null;
}

const DAY = 86_400_000;

/** The ages into which lists are divided, from the days on which they begin. */
export function agesFrom(days: readonly number[]): Age[] {
  return days.map((from, at) => {
    const next = days[at + 1];
    return next === undefined
      ? { id: `${from}+`, from, to: null }
      : { id: next === from + 1 ? String(from) : `${from}-${next - 1}`, from, to: next };
  });
}

/** The words of `age`. */
export const ageIds = agesFrom(shippedReference().timers.referralAgesFromDays).map(({ id }) => id);

/** How many referrals a list has. */
export class WaitingTile {
  @ApiProperty({ type: String, enum: waitings }) readonly for: Waiting;
  @ApiProperty({ type: String, nullable: true, description: 'How old they are, in days since they were sent; null for all.' })
  readonly age: string | null;
  @ApiProperty({ type: 'integer', minimum: 0 }) readonly count: number;
}

/** For each list of what waits how many there are: `/referrals/waiting` with the same `for` and `age` has just these. */
export class WaitingTiles {
  @ApiProperty({ type: [WaitingTile] }) readonly items: readonly WaitingTile[];
}

/** What was sent and nobody has answered, as either side sees it, by what it waits for and since when. */
@Injectable()
export class WaitingReferrals {
  constructor(
    private readonly gate: Gate,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** One list of them, the most pressing first. */
  list({ for: what = 'undecided', age, ...query }: Readonly<Record<string, unknown>>): Answer {
    const ages = this.ages();
    const wanted = age === undefined ? null : ages.find(({ id }) => id === age);
    if (!isWaiting(what)) throw invalidInput({ field: 'for', code: 'not-a-code', params: { allowed: waitings } });
    if (wanted === undefined) throw invalidInput({ field: 'age', code: 'not-a-code', params: { allowed: ages.map(({ id }) => id) } });
    const { status = 'sent' } = query;
    // Whoever asks here for others as well gets of those they asked for the ones that wait.
    const asked = typeof status === 'string' ? (status.split(',').includes('sent') ? 'sent' : 'none') : status;
    return this.gate.list(ReferralRecord, { sort: 'decideBy', ...query, status: asked }, this.stretches(what, wanted, this.clock.now()));
  }

  /** How many there are of each, and of each age: counted as those lists are read, at one moment. */
  tiles(): Answer {
    const now = this.clock.now();
    const tiles = waitings.flatMap((what) => [null, ...this.ages()].map((age) => ({ what, age })));
    const lists = tiles.map(({ what, age }) => this.stretches(what, age, now));
    return this.gate.tally(ReferralRecord, { status: 'sent' }, lists, (counts): WaitingTiles => ({
      items: tiles.map(({ what, age }, at) => ({ for: what, age: age?.id ?? null, count: counts[at] ?? 0 })),
    }));
  }

  private ages(): Age[] {
    return agesFrom(this.reference.timers.referralAgesFromDays);
  }

  /** What the words mean at a moment. An age begins a millisecond after the day is over: with it the next one does. */
  private stretches(what: Waiting, age: Age | null, now: Date): Stretch[] {
    const unseen: Stretch = { field: 'seenAt', isEmpty: true };
    const late = {
      undecided: [],
      unseen: [unseen],
      'unseen-late': [unseen, { field: 'seeBy', before: now }],
      overdue: [{ field: 'decideBy', before: now }],
    }[what];
    if (age === null) return late;
    const beginning = (days: number): Date => new Date(now.getTime() - days * DAY + 1);
    const from = age.to === null ? {} : { from: beginning(age.to) };
    return [...late, { field: 'sentAt', ...from, before: beginning(age.from) }];
  }
}

function isWaiting(word: unknown): word is Waiting {
  return waitings.some((each) => each === word);
}
