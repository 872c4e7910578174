import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Agencies } from '../../identity/index.ts';
import { DeliveryLogged } from '../delivery.events.ts';
import { DeliveryRecord } from '../delivery.record.ts';

const DAY = 86_400_000;

/** Why it is withdrawn. */
export class Withdrawal {
  @Code(listed('delivery-withdraw-reason')) reason: string;
}

/**
 * The supervisor of the sender's team withdraws what is disputed and was told with a slip, or by a unit that has no accounts any more:
 * nobody there can put it right. (Of a sealed case its worker does.) Another row takes its place, of nothing given, and both stay readable;
 * the worker is told, and confirms it.
 */
@Injectable()
export class WithdrawDelivery {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
  ) {}

  /** Answers with the row that takes its place. */
  async run(id: string, { reason }: Withdrawal): Promise<Answer> {
    const delivery = await this.gate.take(DeliveryRecord, id, 'withdraw');
    const at = this.clock.now();
    const confirmBy = new Date(at.getTime() + this.reference.timers.delivery.confirmDays * DAY);
    const instead = delivery.withdraw(this.database.actor, at, reason, confirmBy);
    const wasTold = delivery.authorId === null && delivery.withdrawnById === null;
    if (!wasTold && !(await this.agencies.worksWithoutAccounts(delivery.toUnitId))) throw conflict('delivery-for-giver-to-correct');
    this.gate.admit(DeliveryRecord, instead);
    await this.events.publish(new DeliveryLogged(instead, { tookPlace: false, corrected: delivery }, at));
    // After the row that takes its place: the database lets nothing be corrected by nothing.
    this.database.keep(delivery);
    return this.gate.show(DeliveryRecord, instead.id);
  }
}
