import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { Can, CanAsSeen } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CloseUnit, Closing } from './commands/close-unit.ts';
import { EditUnit, UnitEdit } from './commands/edit-unit.ts';
import { OpenUnit, OpenUnitInput } from './commands/open-unit.ts';
import { PlaceUnit, UnitPlace } from './commands/place-unit.ts';
import { ReopenUnit } from './commands/reopen-unit.ts';
import { UnitRecord } from './unit.record.ts';

/** The offices, teams and desks of the agencies. */
@Controller('units')
export class UnitsController {
  constructor(
    private readonly gate: Gate,
    private readonly openUnit: OpenUnit,
    private readonly editUnit: EditUnit,
    private readonly placeUnit: PlaceUnit,
    private readonly closeUnit: CloseUnit,
    private readonly reopenUnit: ReopenUnit,
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

  @Post(':id/place')
  @HttpCode(200)
  @CanAsSeen('place', UnitRecord)
  place(@Param('id', IdParam) id: string, @Body() input: UnitPlace, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.placeUnit.run(id, input, ifMatch);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Can('close', UnitRecord)
  close(@Param('id', IdParam) id: string, @Body() input: Closing): Promise<Answer> {
    return this.closeUnit.run(id, input);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Can('reopen', UnitRecord)
  reopen(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.reopenUnit.run(id);
  }
}
