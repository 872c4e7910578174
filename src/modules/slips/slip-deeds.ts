import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { currentWork } from '../../platform/work.ts';
import {
  AcceptReferral,
  CompleteReferral,
  FailReferral,
  ReferralRecord,
  RejectReferral,
  SeeReferral,
  type Completion,
  type Failure,
  type Rejection,
} from '../referrals/index.ts';
import type { Brought } from './bearers.ts';
import { SlipRecord } from './slip.record.ts';

/** What a unit without accounts can say of a referral, and what it says with it. */
export interface Sayings {
  readonly accept: null;
  readonly reject: Rejection;
  readonly complete: Completion;
  readonly fail: Failure;
}

export type Saying = keyof Sayings;

/** Answers a referral for whoever brought its slip: by the deeds of everybody who answers referrals, with their rules and deadlines. */
@Injectable()
export class SlipDeeds {
  private readonly deeds: { readonly [S in Saying]: (referralId: string, input: Sayings[S]) => Promise<unknown> };

  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly see: SeeReferral,
    accept: AcceptReferral,
    reject: RejectReferral,
    complete: CompleteReferral,
    fail: FailReferral,
  ) {
    this.deeds = {
      accept: (id) => accept.run(id),
      reject: (id, input) => reject.run(id, input),
      complete: (id, input) => complete.run(id, input),
      fail: (id, input) => fail.run(id, input),
    };
  }

  /** The slip is there, and with it somebody of the unit who has now seen the referral. */
  async present({ slipId, referralId }: Brought, recordedBy: string | null = null): Promise<void> {
    const slip = await this.gate.take(SlipRecord, slipId, 'present');
    slip.present(this.clock.now(), recordedBy);
    this.database.keep(slip);
    this.note('present', SlipRecord.name, slipId);
    const { status, seenAt } = await this.gate.peek(ReferralRecord, referralId);
    if (status === 'sent' && seenAt === null) await this.see.run(referralId);
  }

  async say<S extends Saying>({ referralId }: Brought, saying: S, input: Sayings[S]): Promise<void> {
    await this.deeds[saying](referralId, input);
    this.note(saying, ReferralRecord.name, referralId);
  }

  /** What the system does for somebody is not noted as a rule; here nobody else is there of whom it could be. */
  private note(deed: string, record: string, id: string): void {
    const values = [currentWork().id, deed, record, [id], [], 'done'];
    this.database.sendAlong({ name: 'note-done', text: 'SELECT audit.note($1, $2, $3, $4, $5, $6)', values });
  }
}
