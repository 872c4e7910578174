import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessModule } from './access/access.module.ts';
import { CanGuard } from './access/can.ts';
import { AccountRateGuard, AddressRateGuard, CsrfGuard, SessionGuard } from './modules/identity/index.ts';
import type { Config } from './platform/config.ts';
import { DemonstrationModule } from './platform/demonstration.module.ts';
import { PlatformModule } from './platform/platform.module.ts';
import { UnaskedGuard } from './platform/unasked.guard.ts';
import { clientScopes, roles } from './policy/index.ts';
import { rooms } from './rooms.ts';

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
        ...rooms,
        ...(config.mode === 'production' ? [] : [DemonstrationModule]),
      ],
      providers: [
        { provide: APP_GUARD, useExisting: AddressRateGuard },
        { provide: APP_GUARD, useExisting: SessionGuard },
        { provide: APP_GUARD, useExisting: AccountRateGuard },
        { provide: APP_GUARD, useExisting: CsrfGuard },
        { provide: APP_GUARD, useExisting: CanGuard },
        { provide: APP_GUARD, useClass: UnaskedGuard },
      ],
    };
  }
}
