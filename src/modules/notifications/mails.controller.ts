import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { MailRecord } from './mail.record.ts';
import { ReplayMail } from './replay-mail.ts';

/** Whether what people were told has reached them by mail. */
@Controller('mails')
export class MailsController {
  constructor(
    private readonly gate: Gate,
    private readonly replayMail: ReplayMail,
  ) {}

  @Get()
  @Can('read', MailRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(MailRecord, query);
  }

  @Get(':id')
  @Can('read', MailRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(MailRecord, id);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Can('replay', MailRecord)
  replay(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.replayMail.run(id);
  }
}
