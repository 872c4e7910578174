import { Controller, Get, Param, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CaseRecord } from './case.record.ts';
import { ChangeRecord, TimelineRecord } from './told.record.ts';

const newestFirst = { sort: '-at' } as const;

/** What has happened in a case, as deeds and field by field. */
@Controller('cases/:id')
export class CaseStoryController {
  constructor(private readonly gate: Gate) {}

  @Get('timeline')
  @Can('read', TimelineRecord, CaseRecord)
  timeline(@Param('id', IdParam) id: string, @Query() query: Record<string, unknown>): Answer {
    return this.gate.listUnder(CaseRecord, id, TimelineRecord, { ...newestFirst, ...query });
  }

  @Get('history')
  @Can('read', ChangeRecord, CaseRecord)
  history(@Param('id', IdParam) id: string, @Query() query: Record<string, unknown>): Answer {
    return this.gate.listUnder(CaseRecord, id, ChangeRecord, { ...newestFirst, ...query });
  }
}
