import { DeliveryRecord, GroupSessionRecord } from '../../src/modules/deliveries/index.ts';
import type { Reference } from '../../src/platform/reference.ts';
import type { Dice } from './dice.ts';
import type { Somebody } from './institutions.ts';
import type { Given } from './referral-course.ts';
import type { Rows } from './rows.ts';
import type { CaseCore } from './scope.ts';

type Delivery = InstanceType<typeof DeliveryRecord.entity>;

/** A service as it was drawn: when, how, and whether anybody came. */
export interface Drawn extends Given {
  readonly id: string;
  readonly mode: string;
  readonly durationBand: string | null;
}

/** Whose services they are, and who gave them. */
interface Serving {
  readonly referralId: string;
  readonly serviceType: string;
  readonly core: CaseCore;
  readonly scope: object;
  readonly worker: Somebody;
  readonly officer: Somebody;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** How far apart days may lie that are told as one session, and how many people it holds. */
const apart = 10 * DAY;
const atMost = 8;

/**
 * Writes services as both sides would have left them by now: most confirmed, some waiting, some of them for too long, a few
 * disputed, and put right by another row. What was given in a group is told as sessions for several people.
 */
export class DeliveryRows {
  private readonly inGroups = new Map<string, Delivery[]>();

  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
    private readonly now: Date,
  ) {}

  /** The services of one referral. */
  add(given: readonly Drawn[], serving: Serving): void {
    for (const [at, drawn] of given.entries()) {
      const delivery = this.deliveryOf(drawn, serving);
      const next = given[at + 1]?.at;
      if (drawn.mode === 'group') {
        const { unitId } = serving.officer;
        this.inGroups.set(unitId, [...(this.inGroups.get(unitId) ?? []), delivery]);
      } else if (next !== undefined && drawn.attendance === 'attended' && this.dice.inHundred(6)) {
        this.rows.add('delivery', this.disputed(delivery, serving.worker, next));
        this.rows.add('delivery', this.correctionOf(delivery, serving, next));
        continue;
      }
      this.answer(delivery, serving.worker);
      if (drawn.mode !== 'group') this.rows.add('delivery', delivery);
    }
  }

  /** What was given in groups, session by session; the same people never meet twice in one. */
  addSessions(): void {
    for (const deliveries of this.inGroups.values()) {
      let session: Delivery[] = [];
      for (const delivery of deliveries.sort((one, other) => one.recordedAt.getTime() - other.recordedAt.getTime())) {
        const [first] = session;
        const isFull = session.length === atMost || session.some(({ referralId }) => referralId === delivery.referralId);
        if (first !== undefined && (isFull || delivery.recordedAt.getTime() - first.recordedAt.getTime() > apart)) {
          this.addSession(session);
          session = [];
        }
        session.push(delivery);
      }
      this.addSession(session);
    }
  }

  private deliveryOf(
    { id, at, mode, attendance, durationBand }: Drawn,
    { referralId, serviceType, core, scope, officer }: Serving,
  ): Delivery {
    const { confirmDays } = this.reference.timers.delivery;
    return Object.assign(new DeliveryRecord.entity(), scope, {
      ...{ id, referralId, byUnitId: officer.unitId, toUnitId: officer.unitId, serviceType, mode, attendance, durationBand },
      deliveredOn: this.reference.calendar(core.country).dayOf(at),
      units: attendance === 'attended' ? null : 0,
      planDomain: this.reference.code('service-type', serviceType).domain,
      ...{ authorId: officer.id, recordedAt: at, confirmBy: new Date(at.getTime() + confirmDays * DAY), version: 1 },
    });
  }

  /** Most are confirmed within days; what is not by its day stands in a list. */
  private answer(delivery: Delivery, worker: Somebody): void {
    const answeredAt = new Date(delivery.recordedAt.getTime() + this.dice.between(2, 200) * HOUR);
    if (answeredAt <= this.now && this.dice.inHundred(90)) delivery.confirm(worker, answeredAt);
    else if (delivery.confirmBy !== null && delivery.confirmBy <= this.now) delivery.fallOverdue();
  }

  /** The team says that it was less than was logged. */
  private disputed(delivery: Delivery, worker: Somebody, next: Date): Delivery {
    delivery.units = 3;
    delivery.dispute(worker, new Date((delivery.recordedAt.getTime() + next.getTime()) / 2), 'wrong-amount');
    delivery.correct();
    return delivery;
  }

  /** With the next service the unit puts it right. */
  private correctionOf({ id: correctsId, deliveredOn, mode, attendance, durationBand }: Delivery, serving: Serving, at: Date): Delivery {
    const drawn = { id: this.dice.id(), at, mode: mode ?? 'phone', attendance, durationBand };
    const right = Object.assign(this.deliveryOf(drawn, serving), { deliveredOn, units: 1, correctsId });
    this.answer(right, serving.worker);
    return right;
  }

  private addSession(session: readonly Delivery[]): void {
    const [first] = session;
    if (first === undefined) return;
    const { byUnitId, authorId, deliveredOn, recordedAt } = first;
    const [id, durationBand, staffCount] = [this.dice.id(), '61-120-minutes', this.dice.between(1, 3)];
    const facts = { id, byUnitId, deliveredOn, mode: 'group', durationBand, size: session.length, staffCount, authorId, recordedAt };
    this.rows.add('group_session', Object.assign(new GroupSessionRecord.entity(), facts));
    for (const delivery of session) {
      const isThere = delivery.attendance === 'attended';
      this.rows.add('delivery', Object.assign(delivery, { deliveredOn, staffCount, durationBand: isThere ? durationBand : null }));
      this.rows.add('delivery_source', { deliveryId: delivery.id, toUnitId: byUnitId, groupSessionId: id });
    }
  }
}
