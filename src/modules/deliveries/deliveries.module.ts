import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.ts';
import { IdentityModule } from '../identity/index.ts';
import { ReferralsModule } from '../referrals/index.ts';
import { AgreeToDelivery } from './commands/agree-to-delivery.ts';
import { ConfirmDelivery } from './commands/confirm-delivery.ts';
import { DisputeDelivery } from './commands/dispute-delivery.ts';
import { LogDelivery } from './commands/log-delivery.ts';
import { LogGroupSession } from './commands/log-group-session.ts';
import { WithdrawDelivery } from './commands/withdraw-delivery.ts';
import { DeliveriesController } from './deliveries.controller.ts';
import { DeliverySource } from './delivery-source.entity.ts';
import { Delivery } from './delivery.entity.ts';
import { GroupSession } from './group-session.entity.ts';
import { GroupSessionsController } from './group-sessions.controller.ts';
import { Disputes } from './disputes.ts';
import { Judging } from './judging.ts';
import { Logging } from './logging.ts';
import { OverdueDeliveries } from './overdue.ts';
import { TellOfDeliveries } from './tell-of-deliveries.ts';
import { WhenReferralCompleted } from './when-referral-completed.ts';

/** What partners and ministries gave, as they logged it, and whether the other side says that it was so. */
@Module({
  imports: [TypeOrmModule.forFeature([Delivery, DeliverySource, GroupSession]), CasesModule, IdentityModule, ReferralsModule],
  controllers: [DeliveriesController, GroupSessionsController],
  providers: [
    ...[LogDelivery, LogGroupSession, ConfirmDelivery, AgreeToDelivery, DisputeDelivery, WithdrawDelivery],
    ...[Logging, Judging, Disputes, OverdueDeliveries, WhenReferralCompleted, TellOfDeliveries],
  ],
})
export class DeliveriesModule {}
