import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CompleteFollowUp, Contact } from './commands/complete-follow-up.ts';
import { FollowUpRecord } from './follow-up.record.ts';

/** Whom to see again, and by when. */
@Controller('follow-ups')
export class FollowUpsController {
  constructor(
    private readonly gate: Gate,
    private readonly completeFollowUp: CompleteFollowUp,
  ) {}

  @Get()
  @Can('read', FollowUpRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(FollowUpRecord, query);
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
}
