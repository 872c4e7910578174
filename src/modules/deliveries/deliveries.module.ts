import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LogDelivery } from './commands/log-delivery.ts';
import { DeliveriesController } from './deliveries.controller.ts';
import { Delivery } from './delivery.entity.ts';

/** What partners and ministries gave, as they logged it. */
@Module({ imports: [TypeOrmModule.forFeature([Delivery])], controllers: [DeliveriesController], providers: [LogDelivery] })
export class DeliveriesModule {}
