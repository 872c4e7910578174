import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.ts';
import { ReferralsModule } from '../referrals/index.ts';
import { LogDelivery } from './commands/log-delivery.ts';
import { DeliveriesController } from './deliveries.controller.ts';
import { Delivery } from './delivery.entity.ts';
import { TellOfDeliveries } from './tell-of-deliveries.ts';
import { WhenReferralCompleted } from './when-referral-completed.ts';

/** What partners and ministries gave, as they logged it. */
@Module({
  imports: [TypeOrmModule.forFeature([Delivery]), CasesModule, ReferralsModule],
  controllers: [DeliveriesController],
  providers: [LogDelivery, WhenReferralCompleted, TellOfDeliveries],
})
export class DeliveriesModule {}
