import { Controller, Get, Param, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { LoopAgeingRecord, LoopFigureRecord } from './loop-figures.record.ts';

/** How the loop goes between agencies, for whoever watches over all: numbers, no referral and no case. */
@Controller()
export class LoopFiguresController {
  constructor(private readonly gate: Gate) {}

  @Get('loop-figures')
  @Can('read', LoopFigureRecord)
  figures(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(LoopFigureRecord, query);
  }

  @Get('loop-figures/:id')
  @Can('read', LoopFigureRecord)
  figure(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(LoopFigureRecord, id);
  }

  @Get('loop-ageing')
  @Can('read', LoopAgeingRecord)
  ageing(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(LoopAgeingRecord, query);
  }

  @Get('loop-ageing/:id')
  @Can('read', LoopAgeingRecord)
  age(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(LoopAgeingRecord, id);
  }
}
