import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Sources } from '../../referrals/index.ts';
import { SlipRecord } from '../slip.record.ts';

/** A slip was lost, or went to the wrong hands: it opens nothing any more. */
@Injectable()
export class VoidSlip {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sources: Sources,
  ) {}

  async run(id: string): Promise<Answer> {
    // First the referral, then its slip: whoever ends the referral ends the slip with it, and locks them so.
    await this.sources.hold((await this.gate.peek(SlipRecord, id)).referralId);
    const slip = await this.gate.take(SlipRecord, id, 'void');
    slip.void(this.clock.now());
    this.database.keep(slip);
    return this.gate.show(SlipRecord, id);
  }
}
