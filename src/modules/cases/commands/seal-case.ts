import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { system } from '../../../platform/system.ts';
import { People } from '../../identity/index.ts';
import { CaseSealed } from '../case.events.ts';
import { CaseRecord } from '../case.record.ts';

/** Why somebody of the team must not know of the case. */
export class Seal {
  @Code(listed('case-seal-reason')) reason: string;
}

/** The supervisor takes a case out of the whole team's sight, the own included: from now it is its worker's alone (ADR 0022). */
@Injectable()
export class SealCase {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly people: People,
  ) {}

  async run(id: string, { reason }: Seal): Promise<void> {
    const found = await this.gate.take(CaseRecord, id, 'seal');
    found.seal(reason);
    const { workerId, unitId } = found;
    // A case that nobody can see any more would be a person whom nobody helps.
    if (workerId === null || !(await this.people.serves(workerId, 'social-worker', unitId))) throw conflict('case-without-worker');
    // Nobody may write a row out of their own sight: once judged, the seal is set as the system.
    await this.database.as(system, () => Promise.resolve(this.database.keep(found)));
    await this.events.publish(new CaseSealed(id, this.clock.now()));
  }
}
