import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { countryCodes } from '../../platform/shipped-reference.ts';
import { CaseRiskExpired } from './case.events.ts';
import { CaseRecord } from './case.record.ts';
import { today } from './today.ts';

const atOnce = 200;

/** Open cases of a country whose judgement held until before a day; found by an index of their own. */
export const expiredRisks = `SELECT id FROM case_core WHERE country = $1 AND risk_expires_on < $2
  AND status NOT IN ('closed', 'transferred_out') ORDER BY risk_expires_on LIMIT ${atOnce}`;

/** Forgets judgements of the danger whose time is over, so that nobody goes by them. */
@Injectable()
export class ExpireRisks {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  @Sweeps()
  async run(): Promise<void> {
    for (const country of countryCodes()) {
      const expired = await this.database.rows<{ id: string }>({
        name: 'expired-risks',
        text: expiredRisks,
        values: [country, today(this.clock, this.reference, country)],
      });
      for (const { id } of expired) await this.expire(id);
    }
  }

  private async expire(id: string): Promise<void> {
    const found = await this.gate.take(CaseRecord, id, 'expire-risk');
    found.expireRisk();
    this.database.keep(found);
    await this.events.publish(new CaseRiskExpired(id, this.clock.now()));
  }
}
