import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { ReferralRecord } from '../referrals/index.ts';
import { LogDelivery, NewDelivery } from './commands/log-delivery.ts';
import { DeliveryRecord } from './delivery.record.ts';

/** Services given. */
@Controller()
export class DeliveriesController {
  constructor(
    private readonly gate: Gate,
    private readonly logDelivery: LogDelivery,
  ) {}

  @Get('deliveries')
  @Can('read', DeliveryRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(DeliveryRecord, query);
  }

  @Get('deliveries/:id')
  @Can('read', DeliveryRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(DeliveryRecord, id);
  }

  @Post('referrals/:id/deliveries')
  @Can('create', DeliveryRecord, ReferralRecord)
  log(@Param('id', IdParam) id: string, @Body() input: NewDelivery): Promise<Answer> {
    return this.logDelivery.run(id, input);
  }
}
