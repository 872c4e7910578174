import { ApiProperty } from '@nestjs/swagger';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import type { Stretch } from '../../access/page.ts';
import { Clock } from '../../kernel/clock.ts';
import { invalidInput } from '../../kernel/problem.ts';
import type { Answer } from '../../platform/answer.ts';
import { Reference } from '../../platform/reference.ts';
import { shippedReference } from '../../platform/shipped-reference.ts';
import { fruitlessStates, type ReferralStatus } from './referral.lifecycle.ts';
import { ReferralRecord } from './referral.record.ts';

/**
 * What referrals can wait for, as the words of `for`: an answer; that the work goes on after the day until which it was to rest; or, when
 * they have come to nothing, that their sender says what is next; or, as drafts, that their sender lets them go.
 */
export const waitings = ['undecided', 'unseen', 'unseen-late', 'overdue', 'hold-over', 'next-step', 'unsent'] as const;
export type Waiting = (typeof waitings)[number];

/** What a word means: in which states, narrowed to what, and since when it is counted. */
interface Meaning {
  readonly states: readonly ReferralStatus[];
  readonly since: string;
  readonly sort: string;
  readonly narrowed: readonly Stretch[];
  /** From which moment ages are counted. */
  readonly at: Date;
}

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
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'How old they are, in days since they wait for it: since they were sent, for an answer; null for all.',
  })
  readonly age: string | null;
  @ApiProperty({ type: 'integer', minimum: 0 }) readonly count: number;
}

/** For each list of what waits how many there are: `/referrals/waiting` with the same `for` and `age` has just these. */
export class WaitingTiles {
  @ApiProperty({ type: [WaitingTile] }) readonly items: readonly WaitingTile[];
}

/** What waits for somebody, as either side sees it, by what it waits for and since when. */
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
    const allowed = this.waitings();
    if (!isOf(allowed, what)) throw invalidInput({ field: 'for', code: 'not-a-code', params: { allowed } });
    if (wanted === undefined) throw invalidInput({ field: 'age', code: 'not-a-code', params: { allowed: ages.map(({ id }) => id) } });
    const meaning = meaningOf(what, this.clock.now());
    const { status = meaning.states.join(',') } = query;
    // Whoever asks here for others as well gets of those they asked for the ones that wait.
    const those = typeof status === 'string' ? meaning.states.filter((each) => status.split(',').includes(each)) : [];
    const asked = typeof status === 'string' ? those.join(',') || 'none' : status;
    return this.gate.list(ReferralRecord, { sort: meaning.sort, ...query, status: asked }, stretchesOf(meaning, wanted));
  }

  /** How many there are of each, and of each age: counted as those lists are read, at one moment. */
  tiles(): Answer {
    const now = this.clock.now();
    const tiles = this.waitings().flatMap((what) => [null, ...this.ages()].map((age) => ({ what, age })));
    const lists = tiles.map(({ what, age }) => {
      const meaning = meaningOf(what, now);
      return { query: { status: meaning.states.join(',') }, stretches: stretchesOf(meaning, age) };
    });
    const states = new Set(this.waitings().flatMap((what) => meaningOf(what, now).states));
    return this.gate.tally(ReferralRecord, { status: [...states].join(',') }, lists, (counts): WaitingTiles => ({
      items: tiles.map(({ what, age }, at) => ({ for: what, age: age?.id ?? null, count: counts[at] ?? 0 })),
    }));
  }

  private ages(): Age[] {
    return agesFrom(this.reference.timers.referralAgesFromDays);
  }

  /** The words that mean something to whoever asks: that a referral came back is the sender's side to know. */
  private waitings(): readonly Waiting[] {
    return waitings.filter((what) => this.gate.mayRead(ReferralRecord, meaningOf(what, this.clock.now()).since));
  }
}

/** What the words mean at a moment. */
function meaningOf(what: Waiting, now: Date): Meaning {
  const unseen: Stretch = { field: 'seenAt', isEmpty: true };
  const sent = { states: ['sent'], since: 'sentAt', sort: 'decideBy', at: now } as const;
  // A day has begun when it is that day by universal time, which is before any office here opens.
  const tomorrow = new Date(now.getTime() + DAY);
  const returned: Stretch[] = [
    { field: 'returnedAt', before: new Date(now.getTime() + 1) },
    { field: 'nextStep', isEmpty: true },
  ];
  switch (what) {
    case 'undecided':
      return { ...sent, narrowed: [] };
    case 'unseen':
      return { ...sent, narrowed: [unseen] };
    case 'unseen-late':
      return { ...sent, narrowed: [unseen, { field: 'seeBy', before: now }] };
    case 'overdue':
      return { ...sent, narrowed: [{ field: 'decideBy', before: now }] };
    case 'hold-over':
      return {
        ...{ states: ['on_hold'], since: 'holdUntil', sort: 'holdUntil', at: tomorrow },
        narrowed: [{ field: 'holdUntil', before: tomorrow }],
      };
    case 'next-step':
      return { states: fruitlessStates, since: 'returnedAt', sort: 'returnedAt', at: now, narrowed: returned };
    case 'unsent':
      return {
        ...{ states: ['draft'], since: 'unsentSince', sort: 'unsentSince', at: now },
        narrowed: [{ field: 'unsentSince', before: new Date(now.getTime() + 1) }],
      };
  }
}

/** The stretches of a list, and of an age of it. An age begins a millisecond after the day is over: with it the next one does. */
function stretchesOf({ since, narrowed, at }: Meaning, age: Age | null): readonly Stretch[] {
  if (age === null) return narrowed;
  const beginning = (days: number): Date => new Date(at.getTime() - days * DAY + 1);
  const from = age.to === null ? {} : { from: beginning(age.to) };
  return [...narrowed, { field: since, ...from, before: beginning(age.from) }];
}

function isOf(words: readonly Waiting[], word: unknown): word is Waiting {
  return words.some((each) => each === word);
}
