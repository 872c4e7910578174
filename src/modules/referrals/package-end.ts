import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Reference } from '../../platform/reference.ts';
import type { Referral } from './referral.entity.ts';
import { ReferralRecord } from './referral.record.ts';

/** A package is to be closed; its subject is the referral. */
export const ClosePackage = new JobType('close-package');

const day = 86_400_000;

/** After the service is over its provider may read the package for a while, to finish its own records, and then no more. */
@Injectable()
export class PackageEnd {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** Promises that the package of a referral that has just ended will be closed. */
  async promise(referral: Referral): Promise<void> {
    const at = this.endOf(referral);
    if (at !== null) await this.jobs.promise(ClosePackage, referral.id, at);
  }

  @Keeps(ClosePackage)
  async close(id: string): Promise<void> {
    const referral = await this.gate.take(ReferralRecord, id, 'close-package');
    const end = this.endOf(referral);
    if (end === null || this.clock.now() < end) return;
    referral.closePackage();
    this.database.keep(referral);
  }

  private endOf({ endedAt }: Referral): Date | null {
    return endedAt && new Date(endedAt.getTime() + this.reference.timers.packageReadableDaysAfterEnd * day);
  }
}
