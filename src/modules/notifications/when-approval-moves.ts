import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { ApprovalMoved } from '../referrals/index.ts';
import { supervisorsOf, Telling } from './telling.ts';

/** Tells whoever has to approve what is sensitive that they are asked, and whoever waits for it what was decided. */
@Injectable()
export class WhenApprovalMoves {
  constructor(private readonly telling: Telling) {}

  @On(ApprovalMoved, { as: 'system' })
  async whenMoved({ eventId: causeId, referralId: subjectId, move, urgency, at: createdAt, ...of }: ApprovalMoved): Promise<void> {
    const about = { causeId, subjectType: 'referral', subjectId, dueOn: null, createdAt, isUrgent: urgency === 'emergency' } as const;
    if (move === 'approve' || move === 'decline') {
      const kind = move === 'approve' ? 'approval-given' : 'approval-declined';
      return this.telling.worker(of.workerId, of.unitId, of.supervisorUnitId, { ...about, kind });
    }
    // Of a sealed case no supervisor may know.
    if (of.sealed) return;
    const supervisors = supervisorsOf(of.supervisorUnitId);
    const isAnybodyThere = await this.telling.post(supervisors, {
      ...about,
      kind: move === 'request' ? 'approval-asked' : 'approval-late',
    });
    // Where nobody is, those above have just heard that.
    if (move === 'fall-late' && isAnybodyThere) await this.telling.above(supervisors, { ...about, kind: 'approvals-late' });
  }
}
