import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { addDays, day } from '../../../kernel/local-time.ts';
import { conflict, forbidden, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Day, Id, Maybe } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { Agencies } from '../agencies.ts';
import { Delegation } from '../delegation.entity.ts';
import { DelegationRecord } from '../delegation.record.ts';
import { Delegations } from '../delegations.ts';
import { People } from '../people.ts';

/** Who stands in, from when to when; for whom, if it is not whoever says so. */
export class Cover {
  @Maybe() @Id() personId?: string;
  @Id() delegateId: string;
  @Day() fromOn: string;
  @Day() toOn: string;
}

/** Somebody goes away for some days, or is away, and a colleague of the same unit and role stands in. */
@Injectable()
export class Delegate {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
    private readonly people: People,
    private readonly delegations: Delegations,
  ) {}

  async run({ personId: named, delegateId, fromOn, toOn }: Cover): Promise<Answer> {
    const { id: self, unitId, agencyId, role } = this.database.actor;
    const personId = named ?? self;
    const today = this.reference.calendar(await this.agencies.countryOf(agencyId)).dayOf(this.clock.now());
    if (toOn < today) throw invalidInput({ field: 'toOn', code: 'in-the-past' });
    if (toOn < fromOn) throw invalidInput({ field: 'toOn', code: 'before-it-begins' });
    const latest = addDays(day(fromOn), this.reference.timers.delegationDaysAtMost - 1);
    if (toOn > latest) throw invalidInput({ field: 'toOn', code: 'too-late', params: { latest } });
    if (personId !== self && role !== 'supervisor') throw forbidden({ deed: 'create' });
    await this.refuseUnfit(personId, delegateId, unitId);
    if (await this.delegations.isCovered(personId, fromOn, toOn)) throw conflict('delegation-overlaps');
    const delegation = Object.assign(new Delegation(), { id: randomUUID(), personId, delegateId, unitId, fromOn, toOn });
    this.gate.admit(DelegationRecord, delegation);
    return this.gate.show(DelegationRecord, delegation.id);
  }

  /** Both are at work in the unit of whoever says so, and in one role. */
  private async refuseUnfit(personId: string, delegateId: string, unitId: string): Promise<void> {
    if (delegateId === personId) throw invalidInput({ field: 'delegateId', code: 'not-of-the-unit' });
    for (const role of ['social-worker', 'supervisor']) {
      const held = await this.people.inPosts([personId, delegateId], [{ role, unitId }]);
      if (held.length === 2) return;
    }
    throw invalidInput({ field: 'delegateId', code: 'not-of-the-unit' });
  }
}
