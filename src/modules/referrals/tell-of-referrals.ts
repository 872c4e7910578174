import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Cases } from '../cases/index.ts';
import {
  ReferralAnswered,
  ReferralDrafted,
  ReferralNextStepTaken,
  ReferralPlaceMoved,
  ReferralReRouted,
  ReferralSent,
  type ReferralFacts,
} from './referral.events.ts';
import { ReferralRecord } from './referral.record.ts';
import { Sources } from './sources.ts';

/** The steps that stand in a timeline. Who looked at a referral, and who of another agency works on it, does not. */
const kinds: Readonly<Record<string, string>> = {
  accept: 'referral-accepted',
  reject: 'referral-rejected',
  hold: 'referral-on-hold',
  resume: 'referral-resumed',
  complete: 'referral-completed',
  fail: 'referral-failed',
  expire: 'referral-failed',
  cancel: 'referral-cancelled',
  recall: 'referral-recalled',
  'enter-in-error': 'referral-entered-in-error',
};

/** Tells the timeline of a case what was asked of other agencies and what they answered: as the system, for those agencies know no case. */
@Injectable()
export class TellOfReferrals {
  constructor(
    private readonly cases: Cases,
    private readonly sources: Sources,
  ) {}

  @On(ReferralDrafted)
  async whenDrafted({ caseId, referralId, facts, at }: ReferralDrafted): Promise<void> {
    this.tell(caseId, 'referral-drafted', referralId, facts, at);
  }

  /** Of the new referral: whose instead it is stands in its source. */
  @On(ReferralReRouted)
  async whenReRouted({ caseId, referralId: subjectId, reason: rerouteReason, at }: ReferralReRouted): Promise<void> {
    const details = { rerouteReason };
    this.cases.tell(caseId, { kind: 'referral-re-routed', of: ReferralRecord, group: 'source', at, subjectId, details });
  }

  @On(ReferralNextStepTaken)
  async whenNextStepTaken({ caseId, referralId: subjectId, nextStep, at }: ReferralNextStepTaken): Promise<void> {
    this.cases.tell(caseId, { kind: 'referral-next-step', of: ReferralRecord, group: 'source', at, subjectId, details: { nextStep } });
  }

  @On(ReferralPlaceMoved, { as: 'system' })
  async whenPlaceMoved({ referralId, move, facts, at }: ReferralPlaceMoved): Promise<void> {
    const { caseId } = await this.sources.of(referralId);
    this.tell(caseId, `referral-place-${move}`, referralId, facts, at);
  }

  @On(ReferralSent, { as: 'system' })
  async whenSent({ referralId, facts, at }: ReferralSent): Promise<void> {
    const { caseId } = await this.sources.of(referralId);
    this.tell(caseId, 'referral-sent', referralId, facts, at);
  }

  @On(ReferralAnswered, { as: 'system' })
  async whenAnswered({ referralId, move, facts, at }: ReferralAnswered): Promise<void> {
    const kind = kinds[move];
    if (kind === undefined) return;
    const { caseId } = await this.sources.of(referralId);
    this.tell(caseId, kind, referralId, facts, at);
  }

  private tell(caseId: string, kind: string, subjectId: string, facts: ReferralFacts, at: Date): void {
    const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)) as Record<string, string>;
    this.cases.tell(caseId, { kind, of: ReferralRecord, group: 'facts', at, subjectId, details: known });
  }
}
