import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessModule } from './access/access.module.ts';
import { CanGuard } from './access/can.ts';
import { AuditModule } from './modules/audit/index.ts';
import { CasesModule } from './modules/cases/index.ts';
import { ConsentModule } from './modules/consent/index.ts';
import { DeliveriesModule } from './modules/deliveries/index.ts';
import { DirectoryModule } from './modules/directory/index.ts';
import { FollowUpsModule } from './modules/follow-ups/index.ts';
import { CsrfGuard, IdentityModule, SessionGuard } from './modules/identity/index.ts';
import { NotificationsModule } from './modules/notifications/index.ts';
import { ReferralsModule } from './modules/referrals/index.ts';
import { SlipsModule } from './modules/slips/index.ts';
import { TasksModule } from './modules/tasks/index.ts';
import type { Config } from './platform/config.ts';
import { DemonstrationModule } from './platform/demonstration.module.ts';
import { PlatformModule } from './platform/platform.module.ts';
import { UnaskedGuard } from './platform/unasked.guard.ts';
import { clientScopes, roles } from './policy/index.ts';

/** The roof: the one place that knows every room and the law they live under. */
@Module({})
export class AppModule {
  /** The API of one installation. */
  static of(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.of(config, 'app_login'),
        AccessModule.under(roles, clientScopes),
        IdentityModule,
        AuditModule,
        DirectoryModule,
        CasesModule,
        ConsentModule,
        ReferralsModule,
        SlipsModule,
        TasksModule,
        DeliveriesModule,
        FollowUpsModule,
        NotificationsModule,
        ...(config.mode === 'production' ? [] : [DemonstrationModule]),
      ],
      providers: [
        { provide: APP_GUARD, useExisting: SessionGuard },
        { provide: APP_GUARD, useExisting: CsrfGuard },
        { provide: APP_GUARD, useExisting: CanGuard },
        { provide: APP_GUARD, useClass: UnaskedGuard },
      ],
    };
  }
}
