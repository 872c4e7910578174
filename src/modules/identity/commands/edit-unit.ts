import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { PublicText } from '../../../platform/free-text.ts';
import { Flag, Maybe, Text } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { Agencies } from '../agencies.ts';
import { answeringRoles } from '../answering-roles.ts';
import { UnitRecord } from '../unit.record.ts';

/** What a unit is called, where it works and how it is reached from now on. */
export class UnitEdit {
  @Maybe() @PublicText(200) name?: string;
  @Maybe() @Text(6) region?: string;
  @Maybe() @Flag() worksWithoutAccounts?: boolean;
}

/** A unit gets another name, or goes on elsewhere; its people get accounts, or nobody there has one any more. What was, stays readable in its history. */
@Injectable()
export class EditUnit {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
  ) {}

  async run(id: string, edit: UnitEdit, ifMatch: string | undefined): Promise<Answer> {
    const unit = await this.gate.peek(UnitRecord, id);
    unit.refuseClosed();
    if (edit.region !== undefined) await this.refuseElsewhere(unit.agencyId, edit.region);
    if (edit.worksWithoutAccounts === true && (await this.isAnsweredIn(id))) throw conflict('unit-has-people');
    return this.gate.change(UnitRecord, id, edit, ifMatch);
  }

  private async refuseElsewhere(agencyId: string, region: string): Promise<void> {
    const country = await this.agencies.countryOf(agencyId);
    const { regions = [] } = this.reference.countries.find(({ id }) => id === country) ?? {};
    if (!regions.some(({ id }) => id === region)) throw invalidInput({ field: 'region', code: 'unknown-region' });
  }

  /** Whether somebody at work there, or a program, answers what is asked of the unit: they would not be asked any more, nor reminded. */
  private async isAnsweredIn(unitId: string): Promise<boolean> {
    const [found] = await this.database.rows({
      name: 'unit-answered-in',
      text: 'SELECT 1 FROM person WHERE unit_id = $1 AND role = ANY ($2) AND active LIMIT 1',
      values: [unitId, answeringRoles],
    });
    return found !== undefined;
  }
}
