import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { LookedAtByTeam, OwnText } from '../../../platform/free-text.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Reference } from '../../../platform/reference.ts';
import { CasePhaseMoved } from '../case.events.ts';
import { CaseRecord } from '../case.record.ts';

/** Where the person is now on the way home, and why. */
export class NewPhase extends LookedAtByTeam {
  @Code(listed('phase')) phase: string;
  @OwnText(280) reason: string;
}

/** The person has come a step further on the way home, or has to go back one. */
@Injectable()
export class MoveToPhase {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run(id: string, { phase, reason }: NewPhase): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, id, 'move-phase');
    found.moveToPhase(phase, this.reference.ids('phase'));
    this.database.keep(found);
    await this.events.publish(new CasePhaseMoved(found.id, phase, reason, this.clock.now()));
    return this.gate.show(CaseRecord, id);
  }
}
