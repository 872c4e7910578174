import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { MailHoursRecord } from './mail-hours.record.ts';
import { NewMailHours, SetMailHours } from './set-mail-hours.ts';

/** When the person who asks wants mail: the latest word counts, without one it is as usual. */
@Controller('mail-hours')
export class MailHoursController {
  constructor(
    private readonly gate: Gate,
    private readonly setMailHours: SetMailHours,
  ) {}

  @Get()
  @Can('read', MailHoursRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(MailHoursRecord, query);
  }

  @Get(':id')
  @Can('read', MailHoursRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(MailHoursRecord, id);
  }

  @Post()
  @Can('create', MailHoursRecord)
  set(@Body() input: NewMailHours): Promise<Answer> {
    return this.setMailHours.run(input);
  }
}
