import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { ReferralRecord, Sources } from '../referrals/index.ts';
import { MissingSlips } from './missing-slips.ts';
import type { Slip } from './slip.entity.ts';
import { SlipRecord } from './slip.record.ts';

/** The time of a slip is over; its subject is the slip. */
export const ExpireSlip = new JobType('expire-slip');

/** Notes on a slip that its time is over, and says so where it is still needed. It opens nothing from that moment on, noted or not. */
@Injectable()
export class ExpireSlips {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly missing: MissingSlips,
    private readonly sources: Sources,
  ) {}

  /** Promises that a slip will end. */
  promise({ id, expiresAt }: Slip): Promise<void> {
    return this.jobs.promise(ExpireSlip, id, expiresAt);
  }

  @Keeps(ExpireSlip)
  async expire(id: string): Promise<void> {
    await this.sources.hold((await this.gate.peek(SlipRecord, id)).referralId);
    const slip = await this.gate.take(SlipRecord, id, 'expire');
    const now = this.clock.now();
    if (slip.status !== 'open' || now < slip.expiresAt) return;
    slip.expire(now);
    this.database.keep(slip);
    await this.missing.tell(await this.gate.peek(ReferralRecord, slip.referralId), now);
  }

  /** Promises anew what nobody promises any more. */
  @Sweeps()
  async promiseLost(): Promise<void> {
    const text = `SELECT id, expires_at AS at FROM referral_slip WHERE status = 'open' AND expires_at <= $1`;
    await this.jobs.promiseLost(ExpireSlip, { text, values: [this.clock.now()] });
  }
}
