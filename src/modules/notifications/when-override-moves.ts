import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { Agencies, People } from '../identity/index.ts';
import { ConsentOverrideMoved } from '../referrals/index.ts';
import { supervisorsOf, Telling, type Message } from './telling.ts';

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
    if (reviewBy === null || (move !== 'approve' && move !== 'overdue')) return;
    const agencyId = await this.agencies.behind(of.unitId);
    const dueOn = this.reference.calendar(await this.agencies.countryOf(agencyId)).dayOf(reviewBy);
    const due = { ...about, dueOn, kind: move === 'approve' ? 'to-review' : 'overdue' } as const;
    await this.reviewers(agencyId, of.unitId, due);
    // Whoever let it go can still call it off; of a sealed case its worker can.
    if (move !== 'overdue') return;
    if (of.sealed) await this.telling.worker(of.workerId, of.unitId, of.supervisorUnitId, due);
    else await this.telling.post(supervisorsOf(of.supervisorUnitId), due);
  }

  /** The privacy officers of the country; where there is none, that there is none is told to those who can name one. */
  private async reviewers(agencyId: string, unitId: string, message: Message): Promise<void> {
    const officers = await this.people.holdingInCountryOf('privacy-officer', agencyId);
    if (officers.length > 0) return this.telling.each(officers, message);
    const gap = { ...message, kind: 'no-privacy-officer', subjectType: 'unit', subjectId: unitId, dueOn: null } as const;
    await this.telling.administrators(gap);
  }
}
