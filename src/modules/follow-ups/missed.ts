import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { FollowUpRecord } from './follow-up.record.ts';

/** What was missed and is still open, the longest first: each stands here until it is done or waived, whoever read which mail. */
@Injectable()
export class MissedFollowUps {
  constructor(private readonly gate: Gate) {}

  list(query: Readonly<Record<string, unknown>>): Answer {
    const { status = 'missed' } = query;
    // Whoever asks here for others as well gets of those they asked for the missed ones.
    const asked = typeof status === 'string' ? (status.split(',').includes('missed') ? 'missed' : 'none') : status;
    return this.gate.list(FollowUpRecord, { sort: 'dueOn', ...query, status: asked });
  }
}
