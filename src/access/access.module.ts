import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { ProblemsFilter } from '../platform/problems.filter.ts';
import { Refusals } from '../platform/refusals.ts';
import { Replays } from '../platform/replays.ts';
import { TransactionInterceptor } from '../platform/transaction.interceptor.ts';
import { CanGuard } from './can.ts';
import type { ClientScopes } from './client-scope.ts';
import { Gate } from './gate.ts';
import { ReplaysThroughGate } from './replays.ts';
import { Policy, type Role } from './role.ts';
import { Trail } from './trail.ts';

/** The walls: policy, Gate, access log, and the transaction every request runs in. */
@Global()
@Module({})
export class AccessModule {
  /** The walls under one law. */
  static under(roles: readonly Role[], clientScopes: ClientScopes = {}): DynamicModule {
    return {
      module: AccessModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: Policy, useFactory: () => new Policy(roles, clientScopes) },
        Gate,
        CanGuard,
        { provide: Refusals, useClass: Trail },
        { provide: Replays, useClass: ReplaysThroughGate },
        ProblemsFilter,
        { provide: APP_FILTER, useExisting: ProblemsFilter },
        { provide: APP_INTERCEPTOR, useClass: TransactionInterceptor },
      ],
      exports: [Policy, Gate, CanGuard, ProblemsFilter],
    };
  }
}
