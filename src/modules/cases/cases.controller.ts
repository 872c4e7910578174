import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CaseRecord } from './case.record.ts';
import { AssignCase, Assignment } from './commands/assign-case.ts';
import { CloseCase } from './commands/close-case.ts';
import { CaseEdit, EditCase } from './commands/edit-case.ts';
import { MoveCase } from './commands/move-case.ts';
import { MoveToPhase, NewPhase } from './commands/move-to-phase.ts';
import { RefuseClosure } from './commands/refuse-closure.ts';
import { NewCase, RegisterCase } from './commands/register-case.ts';
import { ReopenCase } from './commands/reopen-case.ts';
import { ClosureRequest, RequestClosure } from './commands/request-closure.ts';
import { NewRisk, SetRisk } from './commands/set-risk.ts';

/** The cases of a worker or a team. */
@Controller('cases')
export class CasesController {
  constructor(
    private readonly gate: Gate,
    private readonly registerCase: RegisterCase,
    private readonly editCase: EditCase,
    private readonly setRisk: SetRisk,
    private readonly assignCase: AssignCase,
    private readonly moveCase: MoveCase,
    private readonly moveToPhase: MoveToPhase,
    private readonly requestClosure: RequestClosure,
    private readonly refuseClosure: RefuseClosure,
    private readonly closeCase: CloseCase,
    private readonly reopenCase: ReopenCase,
  ) {}

  @Get()
  @Can('read', CaseRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(CaseRecord, query);
  }

  @Get(':id')
  @Can('read', CaseRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(CaseRecord, id);
  }

  @Post()
  @Can('create', CaseRecord)
  register(@Body() input: NewCase): Promise<Answer> {
    return this.registerCase.run(input);
  }

  @Patch(':id')
  @Can('edit', CaseRecord)
  edit(@Param('id', IdParam) id: string, @Body() edit: CaseEdit, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.editCase.run(id, edit, ifMatch);
  }

  @Post(':id/risk')
  @HttpCode(200)
  @Can('set-risk', CaseRecord)
  risk(@Param('id', IdParam) id: string, @Body() input: NewRisk): Promise<Answer> {
    return this.setRisk.run(id, input);
  }

  @Post(':id/assign')
  @HttpCode(200)
  @Can('assign', CaseRecord)
  assign(@Param('id', IdParam) id: string, @Body() input: Assignment): Promise<Answer> {
    return this.assignCase.run(id, input);
  }

  @Post(':id/phase')
  @HttpCode(200)
  @Can('move-phase', CaseRecord)
  phase(@Param('id', IdParam) id: string, @Body() input: NewPhase): Promise<Answer> {
    return this.moveToPhase.run(id, input);
  }

  @Post(':id/assess')
  @HttpCode(200)
  @Can('assess', CaseRecord)
  assess(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.moveCase.run(id, 'assess');
  }

  @Post(':id/plan')
  @HttpCode(200)
  @Can('plan', CaseRecord)
  plan(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.moveCase.run(id, 'plan');
  }

  @Post(':id/activate')
  @HttpCode(200)
  @Can('activate', CaseRecord)
  activate(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.moveCase.run(id, 'activate');
  }

  @Post(':id/review')
  @HttpCode(200)
  @Can('review', CaseRecord)
  review(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.moveCase.run(id, 'review');
  }

  @Post(':id/hold')
  @HttpCode(200)
  @Can('hold', CaseRecord)
  hold(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.moveCase.run(id, 'hold');
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Can('resume', CaseRecord)
  resume(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.moveCase.run(id, 'resume');
  }

  @Post(':id/request-closure')
  @HttpCode(200)
  @Can('request-closure', CaseRecord)
  askToClose(@Param('id', IdParam) id: string, @Body() input: ClosureRequest): Promise<Answer> {
    return this.requestClosure.run(id, input);
  }

  @Post(':id/refuse-closure')
  @HttpCode(200)
  @Can('refuse-closure', CaseRecord)
  refuseToClose(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.refuseClosure.run(id);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Can('close', CaseRecord)
  close(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.closeCase.run(id);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Can('reopen', CaseRecord)
  reopen(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.reopenCase.run(id);
  }
}
