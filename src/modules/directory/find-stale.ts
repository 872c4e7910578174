import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { Directory } from './directory.ts';
import { ServiceGrewStale } from './service.events.ts';
import { ServiceRecord } from './service.record.ts';

const day = 86_400_000;
const atOnce = 200;

/** Services that can be asked for, confirmed before a time or never, of which nobody was told since; found by an index of their own. */
const staleUntold = `SELECT id FROM service WHERE status = 'active' AND service_type IS NOT NULL
  AND (verified_at IS NULL OR verified_at <= $1) AND (stale_told_at IS NULL OR stale_told_at <= verified_at)
  ORDER BY verified_at NULLS FIRST, id LIMIT ${atOnce}`;

/** Finds services that have grown stale, and says so once each time (D-01): the agency alone can say that a service is as described. */
@Injectable()
export class FindStale {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly directory: Directory,
  ) {}

  @Sweeps()
  async run(): Promise<void> {
    const now = this.clock.now();
    const { serviceStaleAfterDays: days } = this.reference.timers;
    const sql = { name: 'stale-untold', text: staleUntold, values: [new Date(now.getTime() - days * day)] };
    for (const { id } of await this.database.rows<{ id: string }>(sql)) await this.tell(id, now, days);
  }

  private async tell(id: string, now: Date, days: number): Promise<void> {
    const service = await this.gate.take(ServiceRecord, id, 'note-stale');
    // Somebody may have confirmed it while it was waited for.
    if (!service.isStale(now, days)) return;
    service.noteStale(now);
    this.database.keep(service);
    await this.events.publish(new ServiceGrewStale(service, await this.directory.escalationFor(id), now));
  }
}
