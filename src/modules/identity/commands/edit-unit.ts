import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Flag, Maybe } from '../../../platform/input.ts';
import { UnitRecord } from '../unit.record.ts';

/** How a unit is reached from now on. */
export class UnitEdit {
  @Maybe() @Flag() worksWithoutAccounts?: boolean;
}

/** People of a unit get accounts, or nobody there has one any more. */
@Injectable()
export class EditUnit {
  constructor(private readonly gate: Gate) {}

  run(id: string, edit: UnitEdit, ifMatch: string | undefined): Promise<Answer> {
    return this.gate.change(UnitRecord, id, edit, ifMatch);
  }
}
