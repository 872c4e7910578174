import { Injectable } from '@nestjs/common';
import { firstManned } from '../../kernel/ladder.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference, type LadderStep } from '../../platform/reference.ts';
import { People } from '../identity/index.ts';
import type { FollowUp } from './follow-up.entity.ts';
import type { Addressee } from './follow-up.events.ts';

/** Whom a step of the ladder reaches, as people stand now, and not as they stood when it was planned. */
@Injectable()
export class Escalation {
  constructor(
    private readonly people: People,
    private readonly reference: Reference,
    private readonly database: Database,
  ) {}

  /** For whom this reminder is; undefined when it is for a step above the supervisor and nobody stands there or higher. */
  async addressee(kind: string, followUp: FollowUp): Promise<Addressee | undefined> {
    const { ladder } = this.reference.timers;
    const step = ladder.find(({ to }) => to === kind)?.to;
    if (step === undefined) return 'worker';
    // A sealed case is its worker's alone: those who do not see it hear of it only when there is no worker any more; a count tells nobody.
    if (followUp.sealed && step !== 'coordinator') return 'worker';
    return firstManned(ladder, step, (to) => this.isManned(to, followUp));
  }

  /** Whether a reminder says that the day has passed. */
  isStep(kind: string): boolean {
    return this.reference.timers.ladder.some(({ to }) => to === kind);
  }

  /** A step that was passed over has reached a higher one early: that one has been told, and is not told again. */
  async settleReached(followUpId: string, kind: string, to: Addressee, at: Date): Promise<void> {
    if (to === kind || to === 'worker') return;
    await this.database.send({
      name: 'settle-reached',
      text: `UPDATE follow_up_dispatch SET state = 'dropped', settled_at = $3, version = version + 1
             WHERE follow_up_id = $1 AND kind = $2 AND state = 'waiting'`,
      values: [followUpId, to, at],
    });
  }

  /** That a unit has no supervisor is itself told to those above: that step is never empty. */
  private async isManned(to: LadderStep['to'], { unitId, country }: FollowUp): Promise<boolean> {
    if (to === 'supervisor') return true;
    const holders = to === 'focal-point' ? this.people.focalPointsFor(unitId) : this.people.coordinatorsIn(country);
    return (await holders).length > 0;
  }
}
