import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { AgencyRecord } from './agency.record.ts';
import { CloseAgency } from './commands/close-agency.ts';
import { Closing } from './commands/close-unit.ts';
import { AgencyEdit, EditAgency } from './commands/edit-agency.ts';
import { OpenAgency, OpenAgencyInput } from './commands/open-agency.ts';
import { ReopenAgency } from './commands/reopen-agency.ts';

/** The bodies that take part. */
@Controller('agencies')
export class AgenciesController {
  constructor(
    private readonly gate: Gate,
    private readonly openAgency: OpenAgency,
    private readonly editAgency: EditAgency,
    private readonly closeAgency: CloseAgency,
    private readonly reopenAgency: ReopenAgency,
  ) {}

  @Get()
  @Can('read', AgencyRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(AgencyRecord, query);
  }

  @Get(':id')
  @Can('read', AgencyRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(AgencyRecord, id);
  }

  @Post()
  @Can('create', AgencyRecord)
  open(@Body() input: OpenAgencyInput): Promise<Answer> {
    return this.openAgency.run(input);
  }

  @Patch(':id')
  @Can('edit', AgencyRecord)
  edit(@Param('id', IdParam) id: string, @Body() edit: AgencyEdit, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.editAgency.run(id, edit, ifMatch);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Can('close', AgencyRecord)
  close(@Param('id', IdParam) id: string, @Body() input: Closing): Promise<Answer> {
    return this.closeAgency.run(id, input);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Can('reopen', AgencyRecord)
  reopen(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.reopenAgency.run(id);
  }
}
