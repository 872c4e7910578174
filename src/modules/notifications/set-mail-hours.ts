import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { invalidInput } from '../../kernel/problem.ts';
import type { Answer } from '../../platform/answer.ts';
import { Database } from '../../platform/database/database.ts';
import { Code, Flag, Maybe, PhoneNumber, TimeOfDay } from '../../platform/input.ts';
import { Reference } from '../../platform/reference.ts';
import { listed } from '../../platform/shipped-reference.ts';
import { MailHoursWish } from './mail-hours.entity.ts';
import { MailHoursRecord } from './mail-hours.record.ts';

/** What is left out is as usual. */
export class NewMailHours {
  @Code(listed('mail-delivery')) delivery: 'at-once' | 'digest';
  @Maybe() @TimeOfDay() digestAt?: string;
  @Maybe() @TimeOfDay() quietFrom?: string;
  @Maybe() @TimeOfDay() quietTo?: string;
  @Maybe() @Flag() quietOnDaysOff?: boolean;
  /** What is urgent comes as a short message too, to the number given; a number alone is for when mail does not arrive. */
  @Maybe() @Flag() shortMessages?: boolean;
  @Maybe() @PhoneNumber() phone?: string;
}

/** Somebody says when they want mail; it counts for what comes up from now on. */
@Injectable()
export class SetMailHours {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run(input: NewMailHours): Promise<Answer> {
    if (input.shortMessages === true && input.phone === undefined) throw invalidInput({ field: 'phone', code: 'missing' });
    await this.database.begin();
    const said = { ...this.reference.timers.mailHours, ...input };
    const facts = { id: randomUUID(), personId: this.database.actor.id, setAt: this.clock.now(), ...said };
    const wish = this.gate.admit(MailHoursRecord, Object.assign(new MailHoursWish(), facts));
    return this.gate.show(MailHoursRecord, wish.id);
  }
}
