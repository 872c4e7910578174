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

/** Hours that are left out are as usual; a number and the wish for short messages stay as they were said last. */
export class NewMailHours {
  @Code(listed('mail-delivery')) delivery: 'at-once' | 'digest';
  @Maybe() @TimeOfDay() digestAt?: string;
  @Maybe() @TimeOfDay() quietFrom?: string;
  @Maybe() @TimeOfDay() quietTo?: string;
  @Maybe() @Flag() quietOnDaysOff?: boolean;
  /** What is urgent comes as a short message too, to the number given; a number alone is for when mail does not arrive. */
  @Maybe() @Flag() shortMessages?: boolean;
  @Maybe() @PhoneNumber() phone?: string;
  /** Takes the number back, and with it the wish: nothing of it is kept. Not together with either. */
  @Maybe() @Flag() forgetPhone?: boolean;
}

/** Where and whether somebody wants short messages. */
type Reached = Pick<MailHoursWish, 'phone' | 'shortMessages'>;

const noNumber: Reached = { phone: null, shortMessages: false };

/** Somebody says when they want mail; it counts for what comes up from now on. */
@Injectable()
export class SetMailHours {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run({ forgetPhone = false, ...input }: NewMailHours): Promise<Answer> {
    if (forgetPhone && (input.phone !== undefined || input.shortMessages === true))
      throw invalidInput({ field: 'forgetPhone', code: 'not-together' });
    await this.database.begin();
    const before = await this.saidBefore();
    const kept = forgetPhone
      ? noNumber
      : { phone: input.phone ?? before.phone, shortMessages: input.shortMessages ?? before.shortMessages };
    if (kept.shortMessages && kept.phone === null) throw invalidInput({ field: 'phone', code: 'missing' });
    const said = { ...this.reference.timers.mailHours, ...input, ...kept };
    const facts = { id: randomUUID(), personId: this.database.actor.id, setAt: this.clock.now(), ...said };
    const wish = this.gate.admit(MailHoursRecord, Object.assign(new MailHoursWish(), facts));
    return this.gate.show(MailHoursRecord, wish.id);
  }

  /** Of two words at once the second waits here for the first: it keeps what that said. */
  private async saidBefore(): Promise<Reached> {
    const values = [this.database.actor.id];
    const inTurn = `SELECT pg_advisory_xact_lock(hashtextextended('mail-hours:' || $1, 0))`;
    await this.database.send({ name: 'mail-hours-in-turn', text: inTurn, values });
    const [before] = await this.database.rows<Reached>({
      name: 'number-before',
      text: `SELECT phone, short_messages AS "shortMessages" FROM mail_hours WHERE person_id = $1 AND phone IS NOT NULL`,
      values,
    });
    return before ?? noNumber;
  }
}
