import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { CaseClosed } from '../cases/index.ts';
import type { NextStep } from './referral-parts.entity.ts';
import { ReferralAnswered, ReferralNextStepTaken, ReferralReturned, ReferralSent } from './referral.events.ts';
import { ReferralRecord } from './referral.record.ts';
import { Sources } from './sources.ts';

/** Steps after which the recipient helps no more, and has not helped. */
const fruitless: readonly string[] = ['reject', 'fail', 'expire', 'recall'];

/**
 * A referral that comes to nothing comes back to its sender, and waits there until somebody says what is next: the person still needs
 * what was asked for. Whoever calls off their own referral has said so already, unless they said that somebody else is to be asked.
 */
@Injectable()
export class NextSteps {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly sources: Sources,
  ) {}

  @On(ReferralAnswered, { as: 'system' })
  async whenAnswered({ referralId, move, by, facts, at }: ReferralAnswered): Promise<void> {
    const isCalledOff = move === 'cancel' && (by !== 'sender' || facts.reason === 're-routed');
    if (isCalledOff || fruitless.includes(move)) await this.noteReturn(referralId, at);
  }

  /** The new one is on its way: whatever it stands instead of needs nothing more. A draft would not be enough, it can lie there. */
  @On(ReferralSent, { as: 'system' })
  async whenSent({ referralId, at }: ReferralSent): Promise<void> {
    const { reroutedFromId } = await this.sources.of(referralId);
    if (reroutedFromId !== null) await this.follow(reroutedFromId, { nextStep: 'new-referral', referralId }, at);
  }

  @On(CaseClosed, { as: 'system' })
  async whenClosed({ caseId, at }: CaseClosed): Promise<void> {
    for (const id of await this.sources.returnedOf(caseId)) await this.follow(id, { nextStep: 'case-closed' }, at);
  }

  /** It came to nothing, and not by the sender's own wish. As the system. */
  async noteReturn(referralId: string, at: Date): Promise<void> {
    const source = await this.sources.of(referralId);
    this.database.keep(source).comeBack(at);
    await this.events.publish(new ReferralReturned(referralId, at));
  }

  /** What is next follows from what was done, whoever did it. */
  private async follow(id: string, step: NextStep, at: Date): Promise<void> {
    await this.gate.take(ReferralRecord, id, 'note-next-step');
    const source = await this.sources.of(id);
    if (!source.needsNextStep()) return;
    this.database.keep(source).goOn(step, at);
    await this.events.publish(new ReferralNextStepTaken(source.caseId, id, step.nextStep, at));
  }
}
