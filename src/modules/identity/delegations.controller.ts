import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { Cover, Delegate } from './commands/delegate.ts';
import { EndDelegation } from './commands/end-delegation.ts';
import { DelegationRecord } from './delegation.record.ts';

/** Who stands in for whom while they are away. */
@Controller('delegations')
export class DelegationsController {
  constructor(
    private readonly gate: Gate,
    private readonly delegate: Delegate,
    private readonly endDelegation: EndDelegation,
  ) {}

  @Get()
  @Can('read', DelegationRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(DelegationRecord, query);
  }

  @Get(':id')
  @Can('read', DelegationRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(DelegationRecord, id);
  }

  @Post()
  @Can('create', DelegationRecord)
  create(@Body() cover: Cover): Promise<Answer> {
    return this.delegate.run(cover);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Can('end', DelegationRecord)
  end(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.endDelegation.run(id);
  }
}
