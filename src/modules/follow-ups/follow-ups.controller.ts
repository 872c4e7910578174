import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CompleteFollowUp, Contact } from './commands/complete-follow-up.ts';
import { AnotherDay, RescheduleFollowUp } from './commands/reschedule-follow-up.ts';
import { WaiveFollowUp, Waiver } from './commands/waive-follow-up.ts';
import { FollowUpRecord } from './follow-up.record.ts';
import { MissedFollowUps } from './missed.ts';

/** Whom to see again, and by when. */
@Controller('follow-ups')
export class FollowUpsController {
  constructor(
    private readonly gate: Gate,
    private readonly missedFollowUps: MissedFollowUps,
    private readonly completeFollowUp: CompleteFollowUp,
    private readonly waiveFollowUp: WaiveFollowUp,
    private readonly rescheduleFollowUp: RescheduleFollowUp,
  ) {}

  @Get()
  @Can('read', FollowUpRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(FollowUpRecord, query);
  }

  @Get('missed')
  @Can('read', FollowUpRecord)
  missed(@Query() query: Record<string, unknown>): Answer {
    return this.missedFollowUps.list(query);
  }

  @Get(':id')
  @Can('read', FollowUpRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(FollowUpRecord, id);
  }

  @Post(':id/complete')
  @HttpCode(200)
  @Can('complete', FollowUpRecord)
  complete(@Param('id', IdParam) id: string, @Body() contact: Contact): Promise<Answer> {
    return this.completeFollowUp.run(id, contact);
  }

  @Post(':id/waive')
  @HttpCode(200)
  @Can('waive', FollowUpRecord)
  waive(@Param('id', IdParam) id: string, @Body() waiver: Waiver): Promise<Answer> {
    return this.waiveFollowUp.run(id, waiver);
  }

  @Post(':id/reschedule')
  @HttpCode(200)
  @Can('reschedule', FollowUpRecord)
  reschedule(@Param('id', IdParam) id: string, @Body() input: AnotherDay): Promise<Answer> {
    return this.rescheduleFollowUp.run(id, input);
  }
}
