import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can, CanAsSeen } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { ApproveProtocol } from './commands/approve-protocol.ts';
import { EndProtocol } from './commands/end-protocol.ts';
import { NewProtocol, ProposeProtocol } from './commands/propose-protocol.ts';
import { ProtocolRecord } from './protocol.record.ts';

/** What agencies agreed to share with one another: without it nothing is sent. */
@Controller('protocols')
export class ProtocolsController {
  constructor(
    private readonly gate: Gate,
    private readonly proposeProtocol: ProposeProtocol,
    private readonly approveProtocol: ApproveProtocol,
    private readonly endProtocol: EndProtocol,
  ) {}

  @Get()
  @Can('read', ProtocolRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(ProtocolRecord, query);
  }

  @Get(':id')
  @Can('read', ProtocolRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ProtocolRecord, id);
  }

  @Post()
  @Can('create', ProtocolRecord)
  propose(@Body() input: NewProtocol): Promise<Answer> {
    return this.proposeProtocol.run(input);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @CanAsSeen('approve', ProtocolRecord)
  approve(@Param('id', IdParam) id: string, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.approveProtocol.run(id, ifMatch);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Can('end', ProtocolRecord)
  end(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.endProtocol.run(id);
  }
}
