import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessModule } from './access/access.module.ts';
import { BounceDoor } from './modules/notifications/index.ts';
import { readConfig, type Config } from './platform/config.ts';
import { Relay } from './platform/jobs/relay.ts';
import { WorkerHealth } from './platform/jobs/worker-health.ts';
import { PlatformModule } from './platform/platform.module.ts';
import { roles } from './policy/index.ts';
import { rooms } from './rooms.ts';

/** The roof over the worker: the same rooms under the same law, with promises to keep instead of requests to answer. */
@Module({})
export class WorkerModule {
  static of(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.of(config, 'worker_login'), AccessModule.under(roles), ...rooms],
      providers: [Relay, WorkerHealth],
    };
  }
}

const app = await NestFactory.createApplicationContext(WorkerModule.of(readConfig()), { logger: ['error', 'warn'] });
// Asked to stop, it keeps what it is in the middle of and ends well: whoever watches over processes must not take that for a crash.
app.enableShutdownHooks([], { useProcessExit: true });
await app.get(Relay).start();
await app.get(BounceDoor, { strict: false }).open();
await app.get(WorkerHealth).open();
