import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Text } from '../../../platform/input.ts';
import { Completion, Failure, Rejection, Sources } from '../../referrals/index.ts';
import { Bearers } from '../bearers.ts';
import { SlipDeeds, type Saying, type Sayings } from '../slip-deeds.ts';
import { SlipRecord } from '../slip.record.ts';

/** The code that was read out. */
export class HeardAcceptance {
  @Text(40) answerCode: string;
}

/** The code that was read out, and why the unit cannot help. */
export class HeardRejection extends Rejection {
  @Text(40) answerCode: string;
}

/** The code that was read out, and what came of it. */
export class HeardCompletion extends Completion {
  @Text(40) answerCode: string;
}

/** The code that was read out, and why the service could not be given. */
export class HeardFailure extends Failure {
  @Text(40) answerCode: string;
}

/**
 * A unit without internet answers by telephone: it reads its code out to a supervisor of the team, or to the worker of the case where
 * somebody else sent it; who writes the answer down. Never to whoever sent the referral or issued the slip, for they know the code themselves.
 */
@Injectable()
export class RecordAnswer {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly sources: Sources,
    private readonly bearers: Bearers,
    private readonly deeds: SlipDeeds,
  ) {}

  async run<S extends Saying>(slipId: string, answerCode: string, saying: S, input: Sayings[S]): Promise<Answer> {
    const hearer = this.database.actor;
    const slip = await this.gate.peek(SlipRecord, slipId);
    const { senderId } = await this.sources.of(slip.referralId);
    slip.refuseHearer(hearer, senderId);
    const said = await this.bearers.hear(slipId, answerCode, async (brought) => {
      await this.deeds.present(brought, hearer.id);
      await this.deeds.say(brought, saying, input);
      return true;
    });
    if (said === null) throw conflict('answer-code-wrong');
    // Held still by now: it was weighed behind its referral, in the order in which every deed locks them.
    await this.gate.take(SlipRecord, slipId, 'record-answer');
    return this.gate.show(SlipRecord, slipId);
  }
}
