import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessModule } from './access/access.module.ts';
import { CasesModule } from './modules/cases/index.ts';
import { ConsentModule } from './modules/consent/index.ts';
import { DeliveriesModule } from './modules/deliveries/index.ts';
import { DirectoryModule } from './modules/directory/index.ts';
import { FollowUpsModule } from './modules/follow-ups/index.ts';
import { IdentityModule } from './modules/identity/index.ts';
import { NotificationsModule } from './modules/notifications/index.ts';
import { ReferralsModule } from './modules/referrals/index.ts';
import { SlipsModule } from './modules/slips/index.ts';
import { readConfig, type Config } from './platform/config.ts';
import { Relay } from './platform/jobs/relay.ts';
import { PlatformModule } from './platform/platform.module.ts';
import { roles } from './policy/index.ts';

/** The roof over the worker: the same rooms under the same law, with promises to keep instead of requests to answer. */
@Module({})
export class WorkerModule {
  static of(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.of(config, 'worker_login'),
        AccessModule.under(roles),
        IdentityModule,
        DirectoryModule,
        CasesModule,
        ConsentModule,
        ReferralsModule,
        SlipsModule,
        DeliveriesModule,
        FollowUpsModule,
        NotificationsModule,
      ],
      providers: [Relay],
    };
  }
}

const app = await NestFactory.createApplicationContext(WorkerModule.of(readConfig()), { logger: ['error', 'warn'] });
// Asked to stop, it keeps what it is in the middle of and ends well: whoever watches over processes must not take that for a crash.
app.enableShutdownHooks([], { useProcessExit: true });
await app.get(Relay).start();
