import { applyDecorators, Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { Answers } from '../../platform/answers.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { ReferralRecord } from '../referrals/index.ts';
import { IssueSlip, NewSlip, SlipInput } from './commands/issue-slip.ts';
import { PrintSlip } from './commands/print-slip.ts';
import { HeardAcceptance, HeardCompletion, HeardFailure, HeardRejection, RecordAnswer } from './commands/record-answer.ts';
import { VoidSlip } from './commands/void-slip.ts';
import { SlipRecord } from './slip.record.ts';

/** Answers with a page to print, which is no part of what programs are told of. */
function Printed(): MethodDecorator {
  return applyDecorators(Header('content-type', 'text/html; charset=utf-8'), ApiExcludeEndpoint());
}

/** The slips of referrals to units without accounts, for the team that sent them. */
@Controller()
export class SlipsController {
  constructor(
    private readonly gate: Gate,
    private readonly issueSlip: IssueSlip,
    private readonly printSlip: PrintSlip,
    private readonly voidSlip: VoidSlip,
    private readonly recordAnswer: RecordAnswer,
  ) {}

  @Post('referrals/:id/slips')
  @Can('issue-slip', ReferralRecord)
  @Answers(NewSlip)
  issue(@Param('id', IdParam) id: string, @Body() input: SlipInput): Promise<NewSlip> {
    return this.issueSlip.run(id, input);
  }

  /** The slip on paper: a page to print, for whoever still holds the link. */
  @Get('referrals/:id/slips/:token')
  @Can('read', SlipRecord, ReferralRecord)
  @Printed()
  print(@Param('id', IdParam) id: string, @Param('token') token: string): Promise<string> {
    return this.printSlip.run(id, token);
  }

  @Get('referral-slips')
  @Can('read', SlipRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(SlipRecord, query);
  }

  @Get('referral-slips/:id')
  @Can('read', SlipRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(SlipRecord, id);
  }

  @Post('referral-slips/:id/void')
  @HttpCode(200)
  @Can('void', SlipRecord)
  void(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.voidSlip.run(id);
  }

  @Post('referral-slips/:id/record-acceptance')
  @HttpCode(200)
  @Can('record-answer', SlipRecord)
  accepted(@Param('id', IdParam) id: string, @Body() { answerCode }: HeardAcceptance): Promise<Answer> {
    return this.recordAnswer.run(id, answerCode, 'accept', null);
  }

  @Post('referral-slips/:id/record-rejection')
  @HttpCode(200)
  @Can('record-answer', SlipRecord)
  rejected(@Param('id', IdParam) id: string, @Body() { answerCode, ...input }: HeardRejection): Promise<Answer> {
    return this.recordAnswer.run(id, answerCode, 'reject', input);
  }

  @Post('referral-slips/:id/record-completion')
  @HttpCode(200)
  @Can('record-answer', SlipRecord)
  completed(@Param('id', IdParam) id: string, @Body() { answerCode, ...input }: HeardCompletion): Promise<Answer> {
    return this.recordAnswer.run(id, answerCode, 'complete', input);
  }

  @Post('referral-slips/:id/record-failure')
  @HttpCode(200)
  @Can('record-answer', SlipRecord)
  failed(@Param('id', IdParam) id: string, @Body() { answerCode, ...input }: HeardFailure): Promise<Answer> {
    return this.recordAnswer.run(id, answerCode, 'fail', input);
  }
}
