import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { Agencies, People } from '../identity/index.ts';
import { ConsentOverrideMoved, ConsentOverrideWaits } from '../referrals/index.ts';
import { supervisorsOf, Telling, type Message } from './telling.ts';

/** Whose case it is about, as far as it says who is told. */
type Where = Pick<ConsentOverrideMoved, 'workerId' | 'unitId' | 'supervisorUnitId' | 'sealed'>;

/** What the worker hears of what others decided. */
const toTheWorker: Readonly<Record<string, string>> = { approve: 'approved', decline: 'declined', uphold: 'upheld', reverse: 'reversed' };

/** Tells whoever has to decide on sharing without a consent, and whoever waits for it. A danger to life waits for nobody's hours. */
@Injectable()
export class WhenOverrideMoves {
  constructor(
    private readonly telling: Telling,
    private readonly people: People,
    private readonly agencies: Agencies,
    private readonly reference: Reference,
  ) {}

  @On(ConsentOverrideMoved, { as: 'system' })
  async whenMoved({ eventId: causeId, overrideId: subjectId, move, reviewBy, at: createdAt, ...of }: ConsentOverrideMoved): Promise<void> {
    const about = { causeId, subjectType: 'consent-override', subjectId, dueOn: null, createdAt, isUrgent: true } as const;
    const kind = toTheWorker[move];
    if (kind !== undefined) await this.telling.worker(of.workerId, of.unitId, of.supervisorUnitId, { ...about, kind });
    if (move === 'request') await this.telling.post(supervisorsOf(of.supervisorUnitId), { ...about, kind: 'asked' });
    if (move === 'approve') await this.toReview({ ...about, kind: 'to-review' }, of, reviewBy);
    if (move === 'overdue') await this.overdue(about, of, reviewBy);
  }

  /** Whoever has to answer, or to look, is told again. */
  @On(ConsentOverrideWaits, { as: 'system' })
  async whenWaiting({ eventId: causeId, override, waitsFor, at: createdAt }: ConsentOverrideWaits): Promise<void> {
    const about = { causeId, subjectType: 'consent-override', subjectId: override.id, dueOn: null, createdAt, isUrgent: true } as const;
    if (waitsFor === 'review') await this.overdue(about, override, override.reviewBy);
    else await this.telling.post(supervisorsOf(override.supervisorUnitId), { ...about, kind: 'still-asked' });
  }

  /** Whoever let it go can still call it off; of a sealed case its worker can. */
  private async overdue(about: Omit<Message, 'kind'>, of: Where, reviewBy: Date | null): Promise<void> {
    const due = await this.toReview({ ...about, kind: 'overdue' }, of, reviewBy);
    if (of.sealed) await this.telling.worker(of.workerId, of.unitId, of.supervisorUnitId, due);
    else await this.telling.post(supervisorsOf(of.supervisorUnitId), due);
  }

  /** Tells the privacy officers by when; says what they were told. */
  private async toReview(message: Message, { unitId }: Where, reviewBy: Date | null): Promise<Message> {
    const agencyId = await this.agencies.behind(unitId);
    const calendar = this.reference.calendar(await this.agencies.countryOf(agencyId));
    const due = { ...message, dueOn: reviewBy === null ? null : calendar.dayOf(reviewBy) };
    await this.reviewers(agencyId, unitId, due);
    return due;
  }

  /** The privacy officers of the country; where there is none, that there is none is told to those who can name one. */
  private async reviewers(agencyId: string, unitId: string, message: Message): Promise<void> {
    const officers = await this.people.holdingInCountryOf('privacy-officer', agencyId);
    if (officers.length > 0) return this.telling.each(officers, message);
    const gap = { ...message, kind: 'no-privacy-officer', subjectType: 'unit', subjectId: unitId, dueOn: null } as const;
    await this.telling.administrators(gap);
  }
}
