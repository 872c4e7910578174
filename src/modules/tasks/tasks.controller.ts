import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CaseRecord } from '../cases/index.ts';
import { CancelTask } from './commands/cancel-task.ts';
import { DropTask } from './commands/drop-task.ts';
import { MakeTask, NewTask } from './commands/make-task.ts';
import { Release, ReleaseTask } from './commands/release-task.ts';
import { Reopened, ReopenTask } from './commands/reopen-task.ts';
import { Returned, ReturnTask } from './commands/return-task.ts';
import { VerifyTask } from './commands/verify-task.ts';
import { Needless } from './needless.ts';
import { TaskRecord } from './task.record.ts';

/** Tasks as the case team gives them and looks after them; the list is the owner's inbox too. */
@Controller()
export class TasksController {
  constructor(
    private readonly gate: Gate,
    private readonly makeTask: MakeTask,
    private readonly releaseTask: ReleaseTask,
    private readonly dropTask: DropTask,
    private readonly verifyTask: VerifyTask,
    private readonly returnTask: ReturnTask,
    private readonly reopenTask: ReopenTask,
    private readonly cancelTask: CancelTask,
  ) {}

  @Get('tasks')
  @Can('read', TaskRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(TaskRecord, query);
  }

  @Get('tasks/:id')
  @Can('read', TaskRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(TaskRecord, id);
  }

  @Post('cases/:id/tasks')
  @Can('create', TaskRecord, CaseRecord)
  make(@Param('id', IdParam) id: string, @Body() input: NewTask): Promise<Answer> {
    return this.makeTask.run(id, input);
  }

  @Post('tasks/:id/release')
  @HttpCode(200)
  @Can('release', TaskRecord)
  release(@Param('id', IdParam) id: string, @Body() input: Release): Promise<Answer> {
    return this.releaseTask.run(id, input);
  }

  @Post('tasks/:id/drop')
  @HttpCode(200)
  @Can('drop', TaskRecord)
  drop(@Param('id', IdParam) id: string, @Body() input: Needless): Promise<Answer> {
    return this.dropTask.run(id, input);
  }

  @Post('tasks/:id/verify')
  @HttpCode(200)
  @Can('verify', TaskRecord)
  verify(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.verifyTask.run(id);
  }

  @Post('tasks/:id/return')
  @HttpCode(200)
  @Can('return', TaskRecord)
  return(@Param('id', IdParam) id: string, @Body() input: Returned): Promise<Answer> {
    return this.returnTask.run(id, input);
  }

  @Post('tasks/:id/reopen')
  @HttpCode(200)
  @Can('reopen', TaskRecord)
  reopen(@Param('id', IdParam) id: string, @Body() input: Reopened): Promise<Answer> {
    return this.reopenTask.run(id, input);
  }

  @Post('tasks/:id/cancel')
  @HttpCode(200)
  @Can('cancel', TaskRecord)
  cancel(@Param('id', IdParam) id: string, @Body() input: Needless): Promise<Answer> {
    return this.cancelTask.run(id, input);
  }
}
