import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '../kernel/clock.ts';
import { CONFIG, type Config, type Login } from './config.ts';
import { dataSourceOptions } from './data-source.ts';
import { Database } from './database/database.ts';
import { clockFor } from './clock-for.ts';
import { Events } from './events.ts';
import { HealthController } from './health.controller.ts';
import { GivenUp } from './jobs/given-up.ts';
import { Handlers } from './jobs/handlers.ts';
import { Jobs } from './jobs/jobs.ts';
import { Promises } from './jobs/promises.ts';
import { Sweep } from './jobs/sweep.ts';
import { Tidy } from './jobs/tidy.ts';
import { Log } from './log.ts';
import { Reference } from './reference.ts';
import { shippedReference } from './shipped-reference.ts';
import { PageWords } from './pages/page-words.ts';
import { Words } from './words.ts';

/** The ground floor: configuration, database, clock, events, words. */
@Global()
@Module({})
export class PlatformModule {
  /** The ground floor of one installation, with the rights of one login. */
  static of(config: Config, login: Login): DynamicModule {
    return {
      module: PlatformModule,
      imports: [DiscoveryModule, TypeOrmModule.forRoot({ ...dataSourceOptions(config, login), autoLoadEntities: true, retryAttempts: 5 })],
      controllers: [HealthController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Log, useFactory: () => new Log(config.logLevel) },
        { provide: Words, useFactory: () => new Words() },
        { provide: Reference, useFactory: shippedReference },
        { provide: Clock, useFactory: (database: Database) => clockFor(config, database), inject: [Database] },
        Database,
        Events,
        Jobs,
        PageWords,
        Handlers,
        Promises,
        Tidy,
        GivenUp,
        Sweep,
      ],
      exports: [CONFIG, Log, Words, Reference, Clock, Database, Events, Jobs, PageWords, Promises, Sweep, DiscoveryModule],
    };
  }
}
