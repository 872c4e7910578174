import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { Can, CanAsSeen } from '../../access/can.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { DecideApproval, Declining } from './commands/decide-approval.ts';
import { RequestApproval } from './commands/request-approval.ts';
import { ReferralRecord } from './referral.record.ts';

/** Approval of what a draft would share, where that is sensitive. The supervisor's inbox is `/referrals?approval=asked`. */
@Controller('referrals')
export class ApprovalsController {
  constructor(
    private readonly requestApproval: RequestApproval,
    private readonly decideApproval: DecideApproval,
  ) {}

  @Post(':id/request-approval')
  @HttpCode(200)
  @Can('request-approval', ReferralRecord)
  ask(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.requestApproval.run(id);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @CanAsSeen('approve', ReferralRecord)
  approve(@Param('id', IdParam) id: string, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.decideApproval.approve(id, ifMatch);
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Can('decline', ReferralRecord)
  decline(@Param('id', IdParam) id: string, @Body() input: Declining): Promise<Answer> {
    return this.decideApproval.decline(id, input);
  }
}
