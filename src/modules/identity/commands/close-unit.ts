import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { UnitClosed } from '../identity.events.ts';
import { UnitHolds } from '../unit-holds.ts';
import { UnitRecord } from '../unit.record.ts';
import { RevokeClient } from './revoke-client.ts';

/** Why an agency or a unit is closed. */
export class Closing {
  @Code(listed('institution-closing-reason')) readonly reason: string;
}

/** A unit is no more: its people and cases have gone elsewhere before, its programs end with it, and what it was asked goes to the unit above. */
@Injectable()
export class CloseUnit {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly holds: UnitHolds,
    private readonly revokeClient: RevokeClient,
  ) {}

  async run(id: string, { reason }: Closing): Promise<Answer> {
    await this.holds.takeTurn();
    const unit = await this.gate.take(UnitRecord, id, 'close');
    unit.refuseClosed();
    await this.holds.refuseInUse(id);
    for (const programId of await this.programsOf(id)) await this.revokeClient.run(programId);
    unit.close(reason);
    this.database.keep(unit);
    await this.events.publish(new UnitClosed(id));
    return this.gate.show(UnitRecord, id);
  }

  private async programsOf(unitId: string): Promise<string[]> {
    const text = 'SELECT id FROM api_client WHERE unit_id = $1 AND active ORDER BY id';
    return (await this.database.rows<{ id: string }>({ name: 'programs-of-unit', text, values: [unitId] })).map(({ id }) => id);
  }
}
