import { Controller, Get, Param, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { AuditEventRecord } from './audit-event.record.ts';

/** Who looked at what, who did what, who was refused. */
@Controller('audit-events')
export class AuditController {
  constructor(private readonly gate: Gate) {}

  @Get()
  @Can('read', AuditEventRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(AuditEventRecord, query);
  }

  @Get(':id')
  @Can('read', AuditEventRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(AuditEventRecord, id);
  }
}
