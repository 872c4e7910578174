import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { Answers } from '../../platform/answers.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { ClientKeyRecord, ClientRecord } from './client.record.ts';
import { IssueClientKey, IssueClientKeyInput, NewKey } from './commands/issue-client-key.ts';
import { RegisterClient, RegisterClientInput } from './commands/register-client.ts';
import { RevokeClient } from './commands/revoke-client.ts';
import { RevokeClientKey } from './commands/revoke-client-key.ts';

/** The programs that act for units of agencies, and their keys. */
@Controller()
export class ClientsController {
  constructor(
    private readonly gate: Gate,
    private readonly registerClient: RegisterClient,
    private readonly revokeClient: RevokeClient,
    private readonly issueClientKey: IssueClientKey,
    private readonly revokeClientKey: RevokeClientKey,
  ) {}

  @Get('clients')
  @Can('read', ClientRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(ClientRecord, query);
  }

  @Get('clients/:id')
  @Can('read', ClientRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ClientRecord, id);
  }

  @Post('clients')
  @Can('create', ClientRecord)
  register(@Body() input: RegisterClientInput): Promise<Answer> {
    return this.registerClient.run(input);
  }

  @Post('clients/:id/keys')
  @Can('issue-key', ClientRecord)
  @Answers(NewKey)
  issueKey(@Param('id', IdParam) id: string, @Body() input: IssueClientKeyInput): Promise<NewKey> {
    return this.issueClientKey.run(id, input);
  }

  @Post('clients/:id/revoke')
  @HttpCode(200)
  @Can('revoke', ClientRecord)
  revoke(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.revokeClient.run(id);
  }

  @Get('client-keys')
  @Can('read', ClientKeyRecord)
  keys(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(ClientKeyRecord, query);
  }

  @Get('client-keys/:id')
  @Can('read', ClientKeyRecord)
  key(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ClientKeyRecord, id);
  }

  @Post('client-keys/:id/revoke')
  @HttpCode(200)
  @Can('revoke', ClientKeyRecord)
  revokeKey(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.revokeClientKey.run(id);
  }
}
