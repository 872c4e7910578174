import { randomUUID } from 'node:crypto';
import type { Referral } from './referral.entity.ts';

/** What becomes of the asking for another person's approval; it is late when nobody has decided in time. */
export type ApprovalMove = 'request' | 'approve' | 'decline' | 'fall-late';

/** Approval of what a draft would share was asked for, given, declined, or not decided in time: whose it is, and nothing that stands in it. */
export class ApprovalMoved {
  readonly eventId = randomUUID();
  readonly referralId: string;
  readonly urgency: string;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;
  readonly sealed: boolean;

  constructor(
    referral: Referral,
    readonly move: ApprovalMove,
    readonly at: Date,
  ) {
    const { id: referralId, urgency, workerId, unitId, supervisorUnitId, sealed } = referral;
    Object.assign(this, { referralId, urgency, workerId, unitId, supervisorUnitId, sealed });
  }
}
