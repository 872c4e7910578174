import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../../access/can.ts';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Answers } from '../../../platform/answers.ts';
import { IdParam } from '../../../platform/validation.pipe.ts';
import { OpenWebhook, OpenWebhookInput, WebhookSecret } from './open-webhook.ts';
import { TendWebhook } from './tend-webhook.ts';
import { WebhookMessageRecord, WebhookRecord } from './webhook.record.ts';

/** The endpoints that are called when something has happened, and what became of the calls. */
@Controller()
export class WebhooksController {
  constructor(
    private readonly gate: Gate,
    private readonly openWebhook: OpenWebhook,
    private readonly tend: TendWebhook,
  ) {}

  @Get('webhooks')
  @Can('read', WebhookRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(WebhookRecord, query);
  }

  @Get('webhooks/:id')
  @Can('read', WebhookRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(WebhookRecord, id);
  }

  @Post('webhooks')
  @Can('create', WebhookRecord)
  @Answers(WebhookSecret)
  open(@Body() input: OpenWebhookInput): Promise<WebhookSecret> {
    return this.openWebhook.run(input);
  }

  @Post('webhooks/:id/disable')
  @HttpCode(200)
  @Can('disable', WebhookRecord)
  disable(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.tend.disable(id);
  }

  @Post('webhooks/:id/enable')
  @HttpCode(200)
  @Can('enable', WebhookRecord)
  enable(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.tend.enable(id);
  }

  @Post('webhooks/:id/ping')
  @HttpCode(200)
  @Can('ping', WebhookRecord)
  ping(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.tend.ping(id);
  }

  @Post('webhooks/:id/rotate-secret')
  @Can('rotate-secret', WebhookRecord)
  @Answers(WebhookSecret)
  rotateSecret(@Param('id', IdParam) id: string): Promise<WebhookSecret> {
    return this.tend.rotateSecret(id);
  }

  @Get('webhook-messages')
  @Can('read', WebhookMessageRecord)
  messages(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(WebhookMessageRecord, query);
  }

  @Get('webhook-messages/:id')
  @Can('read', WebhookMessageRecord)
  message(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(WebhookMessageRecord, id);
  }

  @Post('webhook-messages/:id/replay')
  @HttpCode(200)
  @Can('replay', WebhookMessageRecord)
  replay(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.tend.replay(id);
  }
}
