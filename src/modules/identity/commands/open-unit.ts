import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { PublicText } from '../../../platform/free-text.ts';
import { Flag, Id, Maybe, Text } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { Unit } from '../unit.entity.ts';
import { UnitRecord } from '../unit.record.ts';

/** What is asked of whoever adds a unit. */
export class OpenUnitInput {
  @Id() readonly agencyId: string;
  @Maybe() @Id() readonly parentUnitId?: string;
  @PublicText(200) readonly name: string;
  @Maybe() @Text(6) readonly region?: string;
  @Maybe() @Flag() readonly worksWithoutAccounts?: boolean;
}

/** An agency gets another office, team or desk. */
@Injectable()
export class OpenUnit {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly reference: Reference,
  ) {}

  async run({ agencyId, name, ...input }: OpenUnitInput): Promise<Answer> {
    const parentUnitId = input.parentUnitId ?? null;
    const region = input.region ?? null;
    const worksWithoutAccounts = input.worksWithoutAccounts ?? false;
    const [found] = await this.database.rows<{ country: string; active: boolean; parent: boolean; parentOpen: boolean }>({
      name: 'unit-place',
      text: `SELECT a.country, a.active, $2::uuid IS NULL OR EXISTS (SELECT 1 FROM unit u WHERE u.id = $2::uuid AND u.agency_id = a.id) AS parent,
        NOT EXISTS (SELECT 1 FROM unit u WHERE u.id = $2::uuid AND NOT u.active) AS "parentOpen"
        FROM agency a WHERE a.id = $1`,
      values: [agencyId, parentUnitId],
    });
    if (found === undefined) throw invalidInput({ field: 'agencyId', code: 'unknown-agency' });
    if (!found.active) throw conflict('agency-not-active');
    if (!found.parent) throw invalidInput({ field: 'parentUnitId', code: 'unknown-unit' });
    if (!found.parentOpen) throw conflict('unit-not-active');
    if (region !== null && !this.isRegion(found.country, region)) throw invalidInput({ field: 'region', code: 'unknown-region' });
    const facts = { agencyId, parentUnitId, name, region, active: true, worksWithoutAccounts };
    const unit = Object.assign(new Unit(), { id: randomUUID(), ...facts });
    this.gate.admit(UnitRecord, unit);
    return this.gate.show(UnitRecord, unit.id);
  }

  private isRegion(country: string, region: string): boolean {
    return this.reference.countries.some(({ id, regions }) => id === country && regions.some((each) => each.id === region));
  }
}
