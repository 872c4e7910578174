import { Controller, Get, Param, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { TaskChainRecord, TaskLoadRecord } from './task-figures.record.ts';

/** What whoever watches over all sees of tasks: chains and numbers, no task and no case. */
@Controller()
export class TaskFiguresController {
  constructor(private readonly gate: Gate) {}

  @Get('task-chains')
  @Can('read', TaskChainRecord)
  chains(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(TaskChainRecord, query);
  }

  @Get('task-chains/:id')
  @Can('read', TaskChainRecord)
  chain(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(TaskChainRecord, id);
  }

  @Get('task-loads')
  @Can('read', TaskLoadRecord)
  loads(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(TaskLoadRecord, query);
  }

  @Get('task-loads/:id')
  @Can('read', TaskLoadRecord)
  load(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(TaskLoadRecord, id);
  }
}
