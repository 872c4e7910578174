import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { LogGroupSession } from './commands/log-group-session.ts';
import { NewGroupSession } from './given.ts';
import { GroupSessionRecord } from './group-session.record.ts';

/** Sessions for several people at once, of the own unit. */
@Controller('group-sessions')
export class GroupSessionsController {
  constructor(
    private readonly gate: Gate,
    private readonly logGroupSession: LogGroupSession,
  ) {}

  @Get()
  @Can('read', GroupSessionRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(GroupSessionRecord, query);
  }

  @Get(':id')
  @Can('read', GroupSessionRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(GroupSessionRecord, id);
  }

  @Post()
  @Can('create', GroupSessionRecord)
  log(@Body() input: NewGroupSession): Promise<Answer> {
    return this.logGroupSession.run(input);
  }
}
