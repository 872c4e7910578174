import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events, On } from '../../../platform/events.ts';
import { Keeps } from '../../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../../platform/jobs/jobs.ts';
import { Sweeps } from '../../../platform/jobs/sweep.ts';
import { Reference } from '../../../platform/reference.ts';
import { Cases } from '../../cases/index.ts';
import { Directory, ServiceRoomTold } from '../../directory/index.ts';
import { deadlinesOf } from '../deadlines.ts';
import { ReferralAnswered, ReferralPlaceMoved, ReferralSent } from '../referral.events.ts';
import { ReferralRecord } from '../referral.record.ts';
import { Sources } from '../sources.ts';

/** Places of a service may be free for whoever waits; its subject is the service. */
export const OfferPlaces = new JobType('offer-places');

/** Places that are free and kept for nobody: what the agency said last, less those that are kept or were taken since. */
const unkept = `s.free_places - (SELECT count(*) FROM referral k WHERE k.service_id = s.id AND k.place_offered_at IS NOT NULL
  AND (k.status = 'sent' OR k.answered_at >= s.capacity_set_at AND k.status IN ('accepted', 'in_progress', 'on_hold', 'completed')))`;

/**
 * Whoever asks for a service without a free place, and will wait, stands in its queue: by urgency, then by time. When its agency says that
 * places are free, they are kept for the first of them, whose time to decide begins anew; what is not taken in that time goes to the next.
 */
@Injectable()
export class Queues {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly cases: Cases,
    private readonly sources: Sources,
    private readonly directory: Directory,
  ) {}

  @On(ServiceRoomTold, { as: 'system' })
  async whenRoomTold({ serviceId, at }: ServiceRoomTold): Promise<void> {
    await this.jobs.promise(OfferPlaces, serviceId, at);
  }

  @On(ReferralSent, { as: 'system' })
  async whenSent({ referralId, at }: ReferralSent): Promise<void> {
    const { waitingList, serviceId } = await this.gate.peek(ReferralRecord, referralId);
    if (waitingList && serviceId !== null) await this.moved(serviceId, at);
  }

  /** Whoever was answered, or went, waits no more, and the others move up. */
  @On(ReferralAnswered, { as: 'system' })
  async whenAnswered({ referral: { waitingList, serviceId, status }, at }: ReferralAnswered): Promise<void> {
    if (waitingList && serviceId !== null && status !== 'sent') await this.moved(serviceId, at);
  }

  /** Keeps free places for the first who wait. One at a time for each service: first its lock, then the referrals. */
  @Keeps(OfferPlaces)
  async offer(serviceId: string): Promise<void> {
    await this.database.rows({ name: 'queue-lock', text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', values: [serviceId] });
    const now = this.clock.now();
    await this.letLapse(serviceId, now);
    const service = await this.directory.offer(serviceId);
    if (service === null) return;
    for (const id of await this.next(serviceId)) {
      const referral = await this.gate.take(ReferralRecord, id, 'offer-place');
      // Somebody may have answered it while it was waited for; what is left over then is kept for the next at the next round.
      if (referral.status !== 'sent' || referral.placeOfferedAt !== null) continue;
      const { country } = await this.cases.routing((await this.sources.of(id)).caseId);
      const { decideBy } = deadlinesOf(referral.urgency, service, this.reference.timers, this.reference.calendar(country), now);
      this.database.keep(referral).offerPlace(now, decideBy);
      await this.events.publish(new ReferralPlaceMoved(referral, 'offered', now));
    }
    await this.recount(serviceId);
  }

  /** Whatever became of a promise: a place that is free and kept for nobody, or was kept in vain, or a length that is wrong, is seen to. */
  @Sweeps()
  async promiseLost(): Promise<void> {
    const services = await this.database.rows<{ id: string }>({
      name: 'queues-to-see-to',
      text: `SELECT s.id FROM service s LEFT JOIN (SELECT service_id, count(*) AS queued, bool_or(place_offered_at IS NULL) AS waits,
               bool_or(place_offered_at IS NOT NULL AND decide_by <= $1) AS lapses
               FROM referral WHERE waiting_list AND status = 'sent' GROUP BY service_id) q ON q.service_id = s.id
             WHERE s.queued <> coalesce(q.queued, 0) OR q.lapses OR q.waits AND s.status = 'active' AND ${unkept} > 0 ORDER BY s.id`,
      values: [this.clock.now()],
    });
    for (const { id } of services) await this.jobs.promiseUnlessPromised(OfferPlaces, id, this.clock.now());
  }

  private async letLapse(serviceId: string, now: Date): Promise<void> {
    const late = await this.database.rows<{ id: string }>({
      name: 'places-kept-in-vain',
      text: `SELECT id FROM referral WHERE service_id = $1 AND waiting_list AND status = 'sent' AND place_offered_at IS NOT NULL
               AND decide_by <= $2 ORDER BY id`,
      values: [serviceId, now],
    });
    for (const { id } of late) {
      const referral = await this.gate.take(ReferralRecord, id, 'offer-place');
      if (referral.status !== 'sent' || referral.placeOfferedAt === null) continue;
      this.database.keep(referral).letPlaceLapse();
      await this.events.publish(new ReferralPlaceMoved(referral, 'lapsed', now));
    }
  }

  /** As many of those who wait as there are places. */
  private async next(serviceId: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'next-in-queue',
      text: `SELECT r.id FROM referral r WHERE r.service_id = $1 AND r.waiting_list AND r.status = 'sent' AND r.place_offered_at IS NULL
             ORDER BY r.place_lapses, urgency_rank(r.urgency), r.sent_at, r.id
             LIMIT coalesce((SELECT greatest(${unkept}, 0) FROM service s WHERE s.id = $1 AND s.status = 'active'), 0)`,
      values: [serviceId],
    });
    return rows.map(({ id }) => id);
  }

  private async moved(serviceId: string, at: Date): Promise<void> {
    await this.recount(serviceId);
    await this.jobs.promise(OfferPlaces, serviceId, at);
  }

  /** The service is locked behind the referrals, as by every deed that moves its queue. */
  private recount(serviceId: string): Promise<void> {
    return this.directory.noteQueue(serviceId, async () => {
      const [row] = await this.database.rows<{ queued: number }>({
        name: 'queue-length',
        text: `SELECT count(*)::int AS queued FROM referral WHERE service_id = $1 AND waiting_list AND status = 'sent'`,
        values: [serviceId],
      });
      return row?.queued ?? 0;
    });
  }
}
