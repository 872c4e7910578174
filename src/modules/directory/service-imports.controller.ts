import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CheckServices, ServicePackage } from './commands/check-services.ts';
import { CommitServices } from './commands/commit-services.ts';
import { ServiceImportRecord } from './service-import.record.ts';

/** Packages of services that others publish: checked first, then taken over. */
@Controller('service-imports')
export class ServiceImportsController {
  constructor(
    private readonly gate: Gate,
    private readonly checkServices: CheckServices,
    private readonly commitServices: CommitServices,
  ) {}

  @Get()
  @Can('read', ServiceImportRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(ServiceImportRecord, query);
  }

  @Get(':id')
  @Can('read', ServiceImportRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ServiceImportRecord, id);
  }

  @Post()
  @Can('create', ServiceImportRecord)
  check(@Body() input: ServicePackage): Promise<Answer> {
    return this.checkServices.run(input);
  }

  @Post(':id/commit')
  @HttpCode(200)
  @Can('commit', ServiceImportRecord)
  commit(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.commitServices.run(id);
  }
}
