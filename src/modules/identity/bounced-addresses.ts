import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import { PersonRecord } from './person.record.ts';

/** Counts what does not reach people at the address that is kept of them. As the system. */
@Injectable()
export class BouncedAddresses {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly reference: Reference,
  ) {}

  /** A mail came back from an address. One that was mended meanwhile is not held to it. Returns whether nothing is believed to arrive there from now on. */
  async count(personId: string, emailNumber: number, at: Date): Promise<boolean> {
    const person = await this.gate.take(PersonRecord, personId, 'count-bounce');
    if (person.emailNumber !== emailNumber) return false;
    const isUnreachable = person.countBounce(this.reference.timers.bounces.unreachableAfter, at);
    this.database.keep(person);
    return isUnreachable;
  }
}
