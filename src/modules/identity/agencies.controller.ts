import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { AgencyRecord } from './agency.record.ts';
import { OpenAgency, OpenAgencyInput } from './commands/open-agency.ts';

/** The bodies that take part. */
@Controller('agencies')
export class AgenciesController {
  constructor(
    private readonly gate: Gate,
    private readonly openAgency: OpenAgency,
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
}
