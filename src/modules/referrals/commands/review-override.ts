import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { ConsentOverrideMoved } from '../consent-override.events.ts';
import { ConsentOverrideRecord } from '../consent-override.record.ts';

/** Why nothing is to be shared without a consent here. */
export class Refusing {
  @Code(listed('consent-override-refusal')) refusalReason: string;
}

/** The privacy officer looks at what was allowed without a consent: it stands, or everything that stood on it ends at once. */
@Injectable()
export class ReviewOverride {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async uphold(id: string): Promise<Answer> {
    const override = await this.gate.take(ConsentOverrideRecord, id, 'uphold');
    const at = this.clock.now();
    override.uphold(this.database.actor, at);
    this.database.keep(override);
    await this.events.publish(new ConsentOverrideMoved(override, 'uphold', at));
    return this.gate.show(ConsentOverrideRecord, id);
  }

  async reverse(id: string, { refusalReason }: Refusing): Promise<Answer> {
    const override = await this.gate.take(ConsentOverrideRecord, id, 'reverse');
    const at = this.clock.now();
    override.reverse(this.database.actor, at, refusalReason);
    this.database.keep(override);
    await this.events.publish(new ConsentOverrideMoved(override, 'reverse', at));
    return this.gate.show(ConsentOverrideRecord, id);
  }
}
