import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../../access/can.ts';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { IdParam } from '../../../platform/validation.pipe.ts';
import { ReferralRecord } from '../referral.record.ts';
import { ReadMessage } from './read-message.ts';
import { ReferralMessageRecord } from './referral-message.record.ts';
import { NewMessage, WriteMessage } from './write-message.ts';

/** In the order in which they were said. */
const oldestFirst = { sort: 'at' };

/** What the two sides of a referral say to each other. */
@Controller()
export class MessagesController {
  constructor(
    private readonly gate: Gate,
    private readonly writeMessage: WriteMessage,
    private readonly readMessage: ReadMessage,
  ) {}

  @Get('referrals/:id/messages')
  @Can('read', ReferralMessageRecord, ReferralRecord)
  list(@Param('id', IdParam) id: string, @Query() query: Record<string, unknown>): Answer {
    return this.gate.listUnder(ReferralRecord, id, ReferralMessageRecord, { ...oldestFirst, ...query });
  }

  @Post('referrals/:id/messages')
  @Can('create', ReferralMessageRecord, ReferralRecord)
  write(@Param('id', IdParam) id: string, @Body() input: NewMessage): Promise<Answer> {
    return this.writeMessage.run(id, input);
  }

  @Get('referral-messages/:id')
  @Can('read', ReferralMessageRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ReferralMessageRecord, id);
  }

  @Post('referral-messages/:id/read')
  @HttpCode(200)
  @Can('mark-read', ReferralMessageRecord)
  read(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.readMessage.run(id);
  }
}
