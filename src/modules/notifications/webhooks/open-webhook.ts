import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import { CONFIG, keyFor, type Config } from '../../../platform/config.ts';
import { Database } from '../../../platform/database/database.ts';
import { Id, Text } from '../../../platform/input.ts';
import { currentActor } from '../../../platform/work.ts';
import { Caller } from '../../../platform/webhooks/call.ts';
import { secretOf, writtenSecret } from '../../../platform/webhooks/signature.ts';
import { ClientRecord } from '../../identity/index.ts';
import { Webhook } from './webhook.entity.ts';
import { WebhookRecord } from './webhook.record.ts';

/** Which program is to be called, and where. */
export class OpenWebhookInput {
  @Id() readonly clientId: string;
  @Text(2000) readonly url: string;
}

/** What is handed to whoever runs the endpoint, once: with it they know our calls from a stranger's. */
export class WebhookSecret {
  @ApiProperty({ type: String, format: 'uuid' }) readonly id: string;
  @ApiProperty({ type: String }) readonly secret: string;
}

/** A program is called from now on when something of its unit has happened. */
@Injectable()
export class OpenWebhook {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly caller: Caller,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async run({ clientId, url }: OpenWebhookInput): Promise<WebhookSecret> {
    if (!this.caller.accepts(url)) throw invalidInput({ field: 'url', code: 'not-an-endpoint' });
    await this.database.begin();
    const client = await this.gate.peek(ClientRecord, clientId).catch(() => {
      throw invalidInput({ field: 'clientId', code: 'unknown-client' });
    });
    client.refuseWhenRevoked();
    const webhook = { id: randomUUID(), clientId, url, madeById: currentActor().id, madeAt: this.clock.now() };
    const { id, secretNumber } = this.gate.admit(WebhookRecord, Object.assign(new Webhook(), webhook));
    return { id, secret: writtenSecret(secretOf(keyFor(this.config, 'webhooks'), id, secretNumber)) };
  }
}
