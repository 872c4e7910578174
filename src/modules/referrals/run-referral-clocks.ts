import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import type { Moment } from '../../kernel/ladder.ts';
import { day } from '../../kernel/local-time.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { CaseClosed, CaseReopened, CaseRiskExpired, CaseRiskSet, Cases } from '../cases/index.ts';
import { awaits } from './awaits.ts';
import { Escalation } from './escalation.ts';
import { momentsOf } from './moments.ts';
import { ReferralClock, type Awaited } from './referral-clock.entity.ts';
import { ReferralClockRecord } from './referral-clock.record.ts';
import { Questions } from './questions.ts';
import { Referral } from './referral.entity.ts';
import {
  ReferralAnswered,
  ReferralDisputed,
  ReferralDraftEnded,
  ReferralDrafted,
  ReferralMessageWritten,
  ReferralNextStepTaken,
  ReferralPlaceMoved,
  ReferralReminderDue,
  ReferralReturned,
  ReferralSent,
  ReferralServed,
} from './referral.events.ts';
import { ReferralRecord } from './referral.record.ts';
import { Sources } from './sources.ts';

/** Somebody is to be reminded of a referral; its subject is one of the referral's clocks. */
export const RemindOfReferral = new JobType('remind-of-referral');

/** Steps after which it is counted anew how long nothing has happened. */
const steps: readonly string[] = ['accept', 'hold', 'resume'];

/** Sees to it that no referral is overlooked: its unit is reminded, then others, each step once, until somebody does what it waits for. */
@Injectable()
export class RunReferralClocks {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly cases: Cases,
    private readonly sources: Sources,
    private readonly escalation: Escalation,
    private readonly questions: Questions,
  ) {}

  /** What was prepared helps nobody before it is sent. */
  @On(ReferralDrafted, { as: 'system' })
  async whenDrafted({ referralId, at }: ReferralDrafted): Promise<void> {
    await this.wait(referralId, 'unsent', at);
  }

  @On(ReferralDraftEnded, { as: 'system' })
  async whenDraftEnded({ referralId }: ReferralDraftEnded): Promise<void> {
    await this.wait(referralId, 'unsent', null);
  }

  @On(CaseClosed, { as: 'system' })
  whenClosed({ caseId }: CaseClosed): Promise<void> {
    return this.waitForDrafts(caseId, null);
  }

  @On(CaseReopened, { as: 'system' })
  whenReopened({ caseId, at }: CaseReopened): Promise<void> {
    return this.waitForDrafts(caseId, at);
  }

  @On(ReferralSent, { as: 'system' })
  async whenSent({ referralId, at }: ReferralSent): Promise<void> {
    await this.wait(referralId, 'unsent', null);
    const referral = await this.gate.peek(ReferralRecord, referralId);
    await this.begin(referral, ['seen', 'decided'], at);
  }

  /** What was done needs no reminder; what was taken on is not to be forgotten after that. */
  @On(ReferralAnswered, { as: 'system' })
  async whenAnswered({ referral, move, at }: ReferralAnswered): Promise<void> {
    const known = await this.clocksOf(referral.id);
    for (const clock of known) if (!clock.isStopped() && !awaits(referral, clock.about)) this.database.keep(clock).stop();
    if (steps.includes(move)) await this.begin(referral, ['at-work'], at, known);
    if (move === 'hold' && referral.holdUntil !== null) {
      // The day until which it was to rest begins where the case is, when offices open.
      const { country } = await this.cases.routing((await this.sources.of(referral.id)).caseId);
      const calendar = this.reference.calendar(country);
      await this.begin(referral, ['hold-over'], calendar.at(day(referral.holdUntil), calendar.facts.office.opens), known);
    }
  }

  /** With a place that is kept for it there is time anew to decide. */
  @On(ReferralPlaceMoved, { as: 'system' })
  async whenPlaceMoved({ referralId, move, at }: ReferralPlaceMoved): Promise<void> {
    if (move === 'offered') await this.begin(await this.gate.peek(ReferralRecord, referralId), ['decided'], at);
  }

  /** Since when something is waited for that is not a state of the referral itself. */
  @On(ReferralReturned, { as: 'system' })
  async whenReturned({ referralId, at }: ReferralReturned): Promise<void> {
    await this.wait(referralId, 'next-step', at);
  }

  @On(ReferralNextStepTaken, { as: 'system' })
  async whenNextStepTaken({ referralId }: ReferralNextStepTaken): Promise<void> {
    await this.wait(referralId, 'next-step', null);
  }

  @On(ReferralDisputed, { as: 'system' })
  async whenDisputed({ referralId, since }: ReferralDisputed): Promise<void> {
    await this.wait(referralId, 'dispute', since);
  }

  /** The oldest question that nobody has answered is the one that counts. */
  @On(ReferralMessageWritten, { as: 'system' })
  async whenWritten({ referralId }: ReferralMessageWritten): Promise<void> {
    await this.wait(referralId, 'answer-of-sender', await this.questions.waitingSince(referralId, 'recipient'));
    await this.wait(referralId, 'answer-of-recipient', await this.questions.waitingSince(referralId, 'sender'));
  }

  @On(ReferralServed, { as: 'system' })
  async whenServed({ referralId, at }: ReferralServed): Promise<void> {
    await this.begin(await this.gate.peek(ReferralRecord, referralId), ['at-work'], at);
  }

  @On(CaseRiskSet, { as: 'system' })
  whenRiskSet({ caseId }: CaseRiskSet): Promise<void> {
    return this.runAllOn(caseId);
  }

  @On(CaseRiskExpired, { as: 'system' })
  whenRiskExpired({ caseId }: CaseRiskExpired): Promise<void> {
    return this.runAllOn(caseId);
  }

  /** The clocks are the truth: whatever is due is promised, however it got lost before. */
  @Sweeps()
  async sweep(): Promise<void> {
    const text = 'SELECT id, next_at AS at FROM referral_clock WHERE next_at <= $1';
    await this.jobs.promiseLost(RemindOfReferral, { text, values: [this.clock.now()] });
  }

  @Keeps(RemindOfReferral)
  async remind(clockId: string): Promise<void> {
    // First the referral, then its case where the log of it will be written, then the clock: in the order in which every deed locks them.
    const { referralId } = await this.gate.peek(ReferralClockRecord, clockId);
    const referral = await this.gate.take(ReferralRecord, referralId, 'remind');
    const { caseId } = await this.sources.of(referralId);
    if (referral.deliveredAt === null) await this.cases.hold(caseId);
    const clock = await this.gate.take(ReferralClockRecord, clockId, 'run-on');
    const now = this.clock.now();
    const { about, nextKind: kind, nextAt: at } = clock;
    if (kind === null || at === null || at > now || !awaits(referral, about)) return;
    const moments = await this.momentsIn(caseId);
    const hearers = await this.escalation.hearers(kind, about, referral);
    // A step on which nobody stands is passed over at once, and the higher one that was reached is behind it too.
    const isHigher = hearers !== undefined && moments(clock, referral).some((moment) => moment.kind === hearers.to);
    // What comes again and again is never behind it.
    this.database.keep(clock).take(kind === 'again' ? clock.lastKind : isHigher ? hearers.to : kind);
    clock.runOn(moments(clock, referral));
    if (hearers !== undefined) await this.events.publish(new ReferralReminderDue(referral, about, kind, hearers, now));
  }

  /** The drafts of a case wait to be sent since then; or no more, for what is of a closed case cannot be sent. */
  private async waitForDrafts(caseId: string, since: Date | null): Promise<void> {
    for (const source of await this.sources.draftsOf(caseId)) {
      this.database.keep(source).unsentSince = since;
      await this.wait(source.referralId, 'unsent', since);
    }
  }

  /** Lets a clock begin, anew if it is since another time, or stop. */
  private async wait(referralId: string, about: Awaited, since: Date | null): Promise<void> {
    const known = await this.clocksOf(referralId);
    const clock = known.find((each) => each.about === about);
    const isRunning = clock !== undefined && !clock.isStopped();
    if (since === null) {
      if (isRunning) this.database.keep(clock).stop();
    } else if (clock?.since.getTime() !== since.getTime())
      await this.begin(await this.gate.peek(ReferralRecord, referralId), [about], since, known);
  }

  private async begin(referral: Referral, awaited: readonly Awaited[], since: Date, clocks?: readonly ReferralClock[]): Promise<void> {
    const known = clocks ?? (await this.clocksOf(referral.id));
    const moments = await this.momentsIn((await this.sources.of(referral.id)).caseId);
    for (const about of awaited.filter((each) => awaits(referral, each))) {
      const clock = known.find((each) => each.about === about) ?? Object.assign(new ReferralClock(), { id: randomUUID() });
      const isNew = !known.includes(clock);
      Object.assign(clock, { referralId: referral.id, about, since });
      clock.begin(moments(clock, referral), this.clock.now());
      if (isNew) this.gate.admit(ReferralClockRecord, clock);
      else this.database.keep(clock);
    }
  }

  /** When the danger changes, the steps ahead are reckoned anew. */
  private async runAllOn(caseId: string): Promise<void> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'referral-clocks-in-case',
      text: `SELECT k.* FROM referral_source s JOIN referral_clock k ON k.referral_id = s.referral_id
             WHERE s.case_id = $1 AND k.next_kind <> 'again' ORDER BY k.id FOR UPDATE OF k`,
      values: [caseId],
    });
    if (rows.length === 0) return;
    const moments = await this.momentsIn(caseId);
    for (const clock of rows.map((row) => this.database.hydrate(ReferralClock, row))) {
      const referral = await this.gate.peek(ReferralRecord, clock.referralId);
      this.database.keep(clock).runOn(moments(clock, referral));
    }
  }

  /** The clocks of a referral, held still. */
  private async clocksOf(referralId: string): Promise<ReferralClock[]> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'clocks-of-referral',
      text: 'SELECT * FROM referral_clock WHERE referral_id = $1 ORDER BY id FOR UPDATE',
      values: [referralId],
    });
    return rows.map((row) => this.database.hydrate(ReferralClock, row));
  }

  private async momentsIn(caseId: string): Promise<(clock: ReferralClock, referral: Referral) => Moment[]> {
    const { country, risk } = await this.cases.routing(caseId);
    const calendar = this.reference.calendar(country);
    return (clock, referral) => momentsOf(clock, referral, risk === 'high', this.reference.timers, calendar, this.clock.now());
  }
}
