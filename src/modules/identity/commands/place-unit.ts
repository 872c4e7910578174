import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Id, Maybe } from '../../../platform/input.ts';
import { UnitHolds } from '../unit-holds.ts';
import { UnitRecord } from '../unit.record.ts';

/** Under which unit of the agency it lies from now on; under none, if none is named. */
export class UnitPlace {
  @Maybe() @Id() readonly parentUnitId?: string;
}

/** A unit lies under another one of its agency: that is told what nobody answers here, and takes over what is left behind. */
@Injectable()
export class PlaceUnit {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly holds: UnitHolds,
  ) {}

  async run(id: string, { parentUnitId }: UnitPlace, ifMatch: string | undefined): Promise<Answer> {
    await this.holds.takeTurn();
    const unit = await this.gate.take(UnitRecord, id, 'place');
    unit.refuseClosed();
    await this.gate.refuseStale(UnitRecord, id, ifMatch);
    if (parentUnitId !== undefined) await this.refuseUnfit(id, unit.agencyId, parentUnitId);
    unit.parentUnitId = parentUnitId ?? null;
    this.database.keep(unit);
    return this.gate.show(UnitRecord, id);
  }

  private async refuseUnfit(id: string, agencyId: string, parentUnitId: string): Promise<void> {
    const [above] = await this.database.rows<{ active: boolean; below: boolean }>({
      name: 'unit-to-lie-under',
      text: `WITH RECURSIVE above AS (
               SELECT u.id, u.parent_unit_id FROM unit u WHERE u.id = $3 AND u.agency_id = $2
               UNION SELECT u.id, u.parent_unit_id FROM above a JOIN unit u ON u.id = a.parent_unit_id)
             SELECT u.active, EXISTS (SELECT FROM above a WHERE a.id = $1) AS below FROM unit u WHERE u.id = $3 AND u.agency_id = $2`,
      values: [id, agencyId, parentUnitId],
    });
    if (above === undefined) throw invalidInput({ field: 'parentUnitId', code: 'unknown-unit' });
    if (above.below) throw invalidInput({ field: 'parentUnitId', code: 'below-itself' });
    if (!above.active) throw conflict('unit-not-active');
  }
}
