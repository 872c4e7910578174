import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { SlipLocked, SlipMissing } from '../slips/index.ts';
import { Telling } from './telling.ts';

/** Tells the worker that a unit can no longer answer with its slip: it was locked, perhaps because somebody else has tried, or there is none any more. */
@Injectable()
export class WhenSlipEnds {
  constructor(private readonly telling: Telling) {}

  @On(SlipLocked, { as: 'system' })
  async whenLocked(event: SlipLocked): Promise<void> {
    await this.tell('slip-locked', event);
  }

  @On(SlipMissing, { as: 'system' })
  async whenMissing(event: SlipMissing): Promise<void> {
    await this.tell('slip-missing', event);
  }

  private async tell(kind: string, { eventId: causeId, referralId: subjectId, ...event }: SlipLocked | SlipMissing): Promise<void> {
    const { workerId, unitId, supervisorUnitId, at: createdAt } = event;
    const message = { causeId, kind, subjectType: 'referral', subjectId, dueOn: null, createdAt } as const;
    await this.telling.worker(workerId, unitId, supervisorUnitId, message);
  }
}
