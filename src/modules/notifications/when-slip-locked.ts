import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { SlipLocked } from '../slips/index.ts';
import { Telling } from './telling.ts';

/** Tells the worker that a slip was locked: the unit can no longer answer with it, or somebody else has tried. */
@Injectable()
export class WhenSlipLocked {
  constructor(private readonly telling: Telling) {}

  @On(SlipLocked, { as: 'system' })
  async whenLocked({
    eventId: causeId,
    referralId: subjectId,
    workerId,
    unitId,
    supervisorUnitId,
    at: createdAt,
  }: SlipLocked): Promise<void> {
    const message = { causeId, kind: 'slip-locked', subjectType: 'referral', subjectId, dueOn: null, createdAt } as const;
    await this.telling.worker(workerId, unitId, supervisorUnitId, message);
  }
}
