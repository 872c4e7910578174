import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CaseRecord } from '../cases/index.ts';
import { NewConsent, RecordConsent } from './commands/record-consent.ts';
import { WithdrawConsent } from './commands/withdraw-consent.ts';
import { ConsentRecord } from './consent.record.ts';

/** What was agreed to, and what was taken back. */
@Controller()
export class ConsentsController {
  constructor(
    private readonly gate: Gate,
    private readonly recordConsent: RecordConsent,
    private readonly withdrawConsent: WithdrawConsent,
  ) {}

  @Get('consents')
  @Can('read', ConsentRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(ConsentRecord, query);
  }

  @Get('consents/:id')
  @Can('read', ConsentRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ConsentRecord, id);
  }

  @Post('cases/:id/consents')
  @Can('create', ConsentRecord, CaseRecord)
  record(@Param('id', IdParam) id: string, @Body() input: NewConsent): Promise<Answer> {
    return this.recordConsent.run(id, input);
  }

  @Post('consents/:id/withdraw')
  @HttpCode(200)
  @Can('withdraw', ConsentRecord)
  withdraw(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.withdrawConsent.run(id);
  }
}
