import { Controller, Get, Param, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { InstitutionChangeRecord } from './institution-change.record.ts';

/** What agencies and units were called before, and what became of them. */
@Controller('institution-changes')
export class InstitutionChangesController {
  constructor(private readonly gate: Gate) {}

  @Get()
  @Can('read', InstitutionChangeRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(InstitutionChangeRecord, query);
  }

  @Get(':id')
  @Can('read', InstitutionChangeRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(InstitutionChangeRecord, id);
  }
}
