import { Body, Controller, Get, Headers, Param, Patch, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { EditUnit, UnitEdit } from './commands/edit-unit.ts';
import { OpenUnit, OpenUnitInput } from './commands/open-unit.ts';
import { UnitRecord } from './unit.record.ts';

/** The offices, teams and desks of the agencies. */
@Controller('units')
export class UnitsController {
  constructor(
    private readonly gate: Gate,
    private readonly openUnit: OpenUnit,
    private readonly editUnit: EditUnit,
  ) {}

  @Get()
  @Can('read', UnitRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(UnitRecord, query);
  }

  @Get(':id')
  @Can('read', UnitRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(UnitRecord, id);
  }

  @Post()
  @Can('create', UnitRecord)
  open(@Body() input: OpenUnitInput): Promise<Answer> {
    return this.openUnit.run(input);
  }

  @Patch(':id')
  @Can('edit', UnitRecord)
  edit(@Param('id', IdParam) id: string, @Body() edit: UnitEdit, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.editUnit.run(id, edit, ifMatch);
  }
}
