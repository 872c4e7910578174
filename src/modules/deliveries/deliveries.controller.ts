import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { ReferralRecord } from '../referrals/index.ts';
import { AgreeToDelivery } from './commands/agree-to-delivery.ts';
import { ConfirmDelivery } from './commands/confirm-delivery.ts';
import { Dispute, DisputeDelivery } from './commands/dispute-delivery.ts';
import { LogDelivery } from './commands/log-delivery.ts';
import { Withdrawal, WithdrawDelivery } from './commands/withdraw-delivery.ts';
import { DeliveryRecord } from './delivery.record.ts';
import { NewDelivery } from './given.ts';

/** Services given. */
@Controller()
export class DeliveriesController {
  constructor(
    private readonly gate: Gate,
    private readonly logDelivery: LogDelivery,
    private readonly confirmDelivery: ConfirmDelivery,
    private readonly agreeToDelivery: AgreeToDelivery,
    private readonly disputeDelivery: DisputeDelivery,
    private readonly withdrawDelivery: WithdrawDelivery,
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

  @Post('deliveries/:id/confirm')
  @HttpCode(200)
  @Can('confirm', DeliveryRecord)
  confirm(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.confirmDelivery.run(id);
  }

  @Post('deliveries/:id/agree')
  @HttpCode(200)
  @Can('agree', DeliveryRecord)
  agree(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.agreeToDelivery.run(id);
  }

  @Post('deliveries/:id/dispute')
  @HttpCode(200)
  @Can('dispute', DeliveryRecord)
  dispute(@Param('id', IdParam) id: string, @Body() input: Dispute): Promise<Answer> {
    return this.disputeDelivery.run(id, input);
  }

  /** Answers with the row that takes its place. */
  @Post('deliveries/:id/withdraw')
  @Can('withdraw', DeliveryRecord)
  withdraw(@Param('id', IdParam) id: string, @Body() input: Withdrawal): Promise<Answer> {
    return this.withdrawDelivery.run(id, input);
  }
}
