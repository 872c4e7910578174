import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { BeginTask } from './commands/begin-task.ts';
import { Block, BlockTask } from './commands/block-task.ts';
import { Claim, ClaimTask } from './commands/claim-task.ts';
import { CompleteTask, TaskDone } from './commands/complete-task.ts';
import { GiveTask, Giving } from './commands/give-task.ts';
import { PassingOn, PassOnTask } from './commands/pass-on-task.ts';
import { ResumeTask } from './commands/resume-task.ts';
import { UnclaimTask } from './commands/unclaim-task.ts';
import { TaskRecord } from './task.record.ts';

/** Tasks as their owners do them: nobody else moves one on. */
@Controller('tasks')
export class OwnedTasksController {
  constructor(
    private readonly claimTask: ClaimTask,
    private readonly unclaimTask: UnclaimTask,
    private readonly beginTask: BeginTask,
    private readonly blockTask: BlockTask,
    private readonly resumeTask: ResumeTask,
    private readonly completeTask: CompleteTask,
    private readonly giveTask: GiveTask,
    private readonly passOnTask: PassOnTask,
  ) {}

  @Post(':id/claim')
  @HttpCode(200)
  @Can('claim', TaskRecord)
  claim(@Param('id', IdParam) id: string, @Body() input: Claim): Promise<Answer> {
    return this.claimTask.run(id, input);
  }

  @Post(':id/unclaim')
  @HttpCode(200)
  @Can('unclaim', TaskRecord)
  unclaim(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.unclaimTask.run(id);
  }

  @Post(':id/begin')
  @HttpCode(200)
  @Can('begin', TaskRecord)
  begin(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.beginTask.run(id);
  }

  @Post(':id/block')
  @HttpCode(200)
  @Can('block', TaskRecord)
  block(@Param('id', IdParam) id: string, @Body() input: Block): Promise<Answer> {
    return this.blockTask.run(id, input);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Can('resume', TaskRecord)
  resume(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.resumeTask.run(id);
  }

  @Post(':id/complete')
  @HttpCode(200)
  @Can('complete', TaskRecord)
  complete(@Param('id', IdParam) id: string, @Body() input: TaskDone): Promise<Answer> {
    return this.completeTask.run(id, input);
  }

  @Post(':id/give')
  @HttpCode(200)
  @Can('give', TaskRecord)
  give(@Param('id', IdParam) id: string, @Body() input: Giving): Promise<Answer> {
    return this.giveTask.run(id, input);
  }

  @Post(':id/pass-on')
  @HttpCode(200)
  @Can('pass-on', TaskRecord)
  passOn(@Param('id', IdParam) id: string, @Body() input: PassingOn): Promise<Answer> {
    return this.passOnTask.run(id, input);
  }
}
