import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CaseRecord } from '../cases/index.ts';
import { AcceptReferral } from './commands/accept-referral.ts';
import { CancelReferral, Cancellation } from './commands/cancel-referral.ts';
import { ClaimReferral } from './commands/claim-referral.ts';
import { CompleteReferral, Completion } from './commands/complete-referral.ts';
import { EnterReferralInError } from './commands/enter-in-error-referral.ts';
import { FailReferral, Failure } from './commands/fail-referral.ts';
import { Hold, HoldReferral } from './commands/hold-referral.ts';
import { MakeReferral, NewReferral } from './commands/make-referral.ts';
import { RecallReferral, Recall } from './commands/recall-referral.ts';
import { RejectReferral, Rejection } from './commands/reject-referral.ts';
import { ReRouteReferral, ReRouting } from './commands/re-route-referral.ts';
import { ResumeReferral } from './commands/resume-referral.ts';
import { NextStepSaid, SayNextStep } from './commands/say-next-step.ts';
import { SeeReferral } from './commands/see-referral.ts';
import { SendReferral } from './commands/send-referral.ts';
import { TakeOverReferral } from './commands/take-over-referral.ts';
import { UnclaimReferral } from './commands/unclaim-referral.ts';
import { ReferralRecord } from './referral.record.ts';

/** Requests to other agencies: the sender's outbox and the recipient's inbox are one list, seen from either side. */
@Controller()
export class ReferralsController {
  constructor(
    private readonly gate: Gate,
    private readonly makeReferral: MakeReferral,
    private readonly seeReferral: SeeReferral,
    private readonly claimReferral: ClaimReferral,
    private readonly unclaimReferral: UnclaimReferral,
    private readonly takeOverReferral: TakeOverReferral,
    private readonly acceptReferral: AcceptReferral,
    private readonly resumeReferral: ResumeReferral,
    private readonly enterReferralInError: EnterReferralInError,
    private readonly sendReferral: SendReferral,
    private readonly rejectReferral: RejectReferral,
    private readonly holdReferral: HoldReferral,
    private readonly failReferral: FailReferral,
    private readonly cancelReferral: CancelReferral,
    private readonly completeReferral: CompleteReferral,
    private readonly recallReferral: RecallReferral,
    private readonly reRouteReferral: ReRouteReferral,
    private readonly sayNextStep: SayNextStep,
  ) {}

  @Get('referrals')
  @Can('read', ReferralRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(ReferralRecord, query);
  }

  @Get('referrals/:id')
  @Can('read', ReferralRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ReferralRecord, id);
  }

  @Post('cases/:id/referrals')
  @Can('create', ReferralRecord, CaseRecord)
  make(@Param('id', IdParam) id: string, @Body() input: NewReferral): Promise<Answer> {
    return this.makeReferral.run(id, input);
  }

  @Post('referrals/:id/see')
  @HttpCode(200)
  @Can('see', ReferralRecord)
  see(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.seeReferral.run(id);
  }

  @Post('referrals/:id/claim')
  @HttpCode(200)
  @Can('claim', ReferralRecord)
  claim(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.claimReferral.run(id);
  }

  @Post('referrals/:id/unclaim')
  @HttpCode(200)
  @Can('unclaim', ReferralRecord)
  unclaim(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.unclaimReferral.run(id);
  }

  @Post('referrals/:id/take-over')
  @HttpCode(200)
  @Can('take-over', ReferralRecord)
  takeOver(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.takeOverReferral.run(id);
  }

  @Post('referrals/:id/accept')
  @HttpCode(200)
  @Can('accept', ReferralRecord)
  accept(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.acceptReferral.run(id);
  }

  @Post('referrals/:id/resume')
  @HttpCode(200)
  @Can('resume', ReferralRecord)
  resume(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.resumeReferral.run(id);
  }

  @Post('referrals/:id/enter-in-error')
  @HttpCode(200)
  @Can('enter-in-error', ReferralRecord)
  enterInError(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.enterReferralInError.run(id);
  }

  @Post('referrals/:id/send')
  @HttpCode(200)
  @Can('send', ReferralRecord)
  send(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.sendReferral.run(id);
  }

  @Post('referrals/:id/reject')
  @HttpCode(200)
  @Can('reject', ReferralRecord)
  reject(@Param('id', IdParam) id: string, @Body() input: Rejection): Promise<Answer> {
    return this.rejectReferral.run(id, input);
  }

  @Post('referrals/:id/hold')
  @HttpCode(200)
  @Can('hold', ReferralRecord)
  hold(@Param('id', IdParam) id: string, @Body() input: Hold): Promise<Answer> {
    return this.holdReferral.run(id, input);
  }

  @Post('referrals/:id/fail')
  @HttpCode(200)
  @Can('fail', ReferralRecord)
  fail(@Param('id', IdParam) id: string, @Body() input: Failure): Promise<Answer> {
    return this.failReferral.run(id, input);
  }

  @Post('referrals/:id/cancel')
  @HttpCode(200)
  @Can('cancel', ReferralRecord)
  cancel(@Param('id', IdParam) id: string, @Body() input: Cancellation): Promise<Answer> {
    return this.cancelReferral.run(id, input);
  }

  @Post('referrals/:id/complete')
  @HttpCode(200)
  @Can('complete', ReferralRecord)
  complete(@Param('id', IdParam) id: string, @Body() input: Completion): Promise<Answer> {
    return this.completeReferral.run(id, input);
  }

  @Post('referrals/:id/recall')
  @HttpCode(200)
  @Can('recall', ReferralRecord)
  recall(@Param('id', IdParam) id: string, @Body() input: Recall): Promise<Answer> {
    return this.recallReferral.run(id, input);
  }

  @Post('referrals/:id/next-step')
  @HttpCode(200)
  @Can('say-next-step', ReferralRecord)
  nextStep(@Param('id', IdParam) id: string, @Body() input: NextStepSaid): Promise<Answer> {
    return this.sayNextStep.run(id, input);
  }

  /** Answers with the new referral. */
  @Post('referrals/:id/re-route')
  @Can('re-route', ReferralRecord)
  reRoute(@Param('id', IdParam) id: string, @Body() input: ReRouting): Promise<Answer> {
    return this.reRouteReferral.run(id, input);
  }
}
