import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../../kernel/problem.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { currentWork } from '../../platform/work.ts';

const minute = 60;
/** An office stands behind one address. */
const accountsAtAnAddress = 10;

/** Lets nobody take the house for themselves: so many requests a minute from one address, whoever asks. */
@Injectable()
export class AddressRateGuard implements CanActivate {
  private readonly limiter: RateLimiterMemory;

  constructor(@Inject(CONFIG) { requestsPerMinute }: Config) {
    this.limiter = new RateLimiterMemory({ points: requestsPerMinute * accountsAtAnAddress, duration: minute });
  }

  canActivate(context: ExecutionContext): Promise<boolean> {
    const { ip, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
    // Whoever watches over the process is told how it does, however busy it is.
    return routeOptions.url?.startsWith('/health') === true ? Promise.resolve(true) : within(this.limiter, ip);
  }
}

/** So many requests a minute from one account: people and programs alike, whatever address they come from. */
@Injectable()
export class AccountRateGuard implements CanActivate {
  private readonly limiter: RateLimiterMemory;

  constructor(@Inject(CONFIG) { requestsPerMinute }: Config) {
    this.limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: minute });
  }

  async canActivate(): Promise<boolean> {
    const { actor } = currentWork();
    return actor === null || within(this.limiter, actor.id);
  }
}

async function within(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (wait) {
    if (!(wait instanceof RateLimiterRes)) throw wait;
    throw new Problem(429, 'too-many', { headers: { 'retry-after': String(Math.ceil(wait.msBeforeNext / 1000)) } });
  }
}
