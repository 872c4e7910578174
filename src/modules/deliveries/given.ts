import { Code, Day, Id, Ids, Maybe, Rows, Whole } from '../../platform/input.ts';
import { listed, shippedReference } from '../../platform/shipped-reference.ts';

const staffAtMost = 20;

/** When, how and by whom a service was given, to one person or to several at once. */
export class Session {
  @Day() deliveredOn: string;
  @Code(listed('delivery-mode')) mode: string;
  @Maybe() @Code(listed('duration-band')) durationBand?: string;
  /** Who of the own unit gave it; or how many did. */
  @Maybe() @Ids(staffAtMost) staffIds?: string[];
  @Maybe() @Whole(1, 100) staffCount?: number;
  /** Which part of the plan it serves; the one of the service, if nothing is said. */
  @Maybe() @Code(listed('plan-domain')) planDomain?: string;
}

/** A service as it was given to one person. */
export class NewDelivery extends Session {
  @Code(listed('attendance')) attendance: string;
  @Maybe() @Whole(0, 10_000) units?: number;
  /** Why it is logged although something was logged of that day already. */
  @Maybe() @Code(listed('delivery-duplicate-reason')) duplicateReason?: string;
  @Maybe() @Id() correctsId?: string;
}

/** Somebody who was asked to a session for several, known by the referral alone, and what came of it for them. */
export class Participant {
  @Id() referralId: string;
  @Code(listed('attendance')) attendance: string;
  @Maybe() @Whole(0, 10_000) units?: number;
  @Maybe() @Code(listed('delivery-duplicate-reason')) duplicateReason?: string;
}

/** A session for several people, as many as one session holds (`timers.json`: `delivery.groupSizeAtMost`): the same for all, but for who came. */
export class NewGroupSession extends Session {
  @Rows(Participant, { min: 1, max: () => shippedReference().timers.delivery.groupSizeAtMost }) participants: Participant[];
}
