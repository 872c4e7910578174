import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Cases } from '../cases/index.ts';
import { ConsentOverrideMoved, type OverrideMove } from './consent-override.events.ts';
import { ConsentOverrideRecord } from './consent-override.record.ts';
import { ConsentOverrides } from './consent-overrides.ts';

const kinds: Readonly<Record<OverrideMove, string>> = {
  request: 'override-requested',
  approve: 'override-approved',
  decline: 'override-declined',
  overdue: 'override-overdue',
  lapse: 'override-lapsed',
  uphold: 'override-upheld',
  reverse: 'override-reversed',
};

/** Tells the timeline of a case what was shared without a consent, and who let it: as the system, for who reviews knows no case. */
@Injectable()
export class TellOfOverrides {
  constructor(
    private readonly cases: Cases,
    private readonly overrides: ConsentOverrides,
  ) {}

  @On(ConsentOverrideMoved, { as: 'system' })
  async whenMoved({ overrideId: subjectId, move, legalBasis, reason, refusalReason, at }: ConsentOverrideMoved): Promise<void> {
    const { caseId } = await this.overrides.sourceOf(subjectId);
    const details = { legalBasis, reason, ...(refusalReason === null ? {} : { refusalReason }) };
    this.cases.tell(caseId, { kind: kinds[move], of: ConsentOverrideRecord, group: 'facts', at, subjectId, details });
  }
}
