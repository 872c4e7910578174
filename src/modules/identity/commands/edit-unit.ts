import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Flag, Maybe } from '../../../platform/input.ts';
import { answeringRoles } from '../answering-roles.ts';
import { UnitRecord } from '../unit.record.ts';

/** How a unit is reached from now on. */
export class UnitEdit {
  @Maybe() @Flag() worksWithoutAccounts?: boolean;
}

/** People of a unit get accounts, or nobody there has one any more. */
@Injectable()
export class EditUnit {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
  ) {}

  async run(id: string, edit: UnitEdit, ifMatch: string | undefined): Promise<Answer> {
    if (edit.worksWithoutAccounts === true && (await this.isAnsweredIn(id))) throw conflict('unit-has-people');
    return this.gate.change(UnitRecord, id, edit, ifMatch);
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
