import { randomUUID } from 'node:crypto';
import type { ConsentOverride } from './consent-override.entity.ts';
import type { overrideLifecycle } from './consent-override.lifecycle.ts';

/** A step of sharing without a consent, that nobody has looked at it in time, or that it is not asked for any more. */
export type OverrideMove = 'request' | 'overdue' | 'lapse' | keyof (typeof overrideLifecycle)['table'];

/** Sharing without a consent was asked for, allowed, looked at or undone. It says not of whose case: whoever looks at it does not know. */
export class ConsentOverrideMoved {
  readonly eventId = randomUUID();
  readonly overrideId: string;
  readonly legalBasis: string;
  readonly reason: string;
  readonly refusalReason: string | null;
  readonly reviewBy: Date | null;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;
  readonly sealed: boolean;

  constructor(
    override: ConsentOverride,
    readonly move: OverrideMove,
    readonly at: Date,
  ) {
    const { id: overrideId, legalBasis, reason, refusalReason, reviewBy } = override;
    const { workerId, unitId, supervisorUnitId, sealed } = override;
    Object.assign(this, { overrideId, legalBasis, reason, refusalReason, reviewBy });
    Object.assign(this, { workerId, unitId, supervisorUnitId, sealed });
  }
}

/** Sharing without a consent still waits for whoever has to answer or to look at it. */
export class ConsentOverrideWaits {
  readonly eventId = randomUUID();

  constructor(
    readonly override: ConsentOverride,
    readonly waitsFor: 'answer' | 'review',
    readonly at: Date,
  ) {}
}
