import { Controller, Get, Param, Query } from '@nestjs/common';
import { Can } from '../../../access/can.ts';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { IdParam } from '../../../platform/validation.pipe.ts';
import { GaugeRecord } from './gauge.record.ts';

/** What waits in the installation, for whoever watches over it. */
@Controller('gauges')
export class GaugesController {
  constructor(private readonly gate: Gate) {}

  @Get()
  @Can('read', GaugeRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(GaugeRecord, query);
  }

  @Get(':id')
  @Can('read', GaugeRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(GaugeRecord, id);
  }
}
