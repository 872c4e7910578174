import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../kernel/problem.ts';
import type { Config } from '../../platform/config.ts';
import { takesForms } from '../../platform/form-page.ts';
import { workIfAny } from '../../platform/work.ts';

const reading = new Set(['GET', 'HEAD']);
const ownSites: readonly unknown[] = ['same-origin', 'none'];

/**
 * Takes deeds only from our own pages and programs. Another site cannot set the header without being asked first
 * (CORS, which we grant nobody), and a browser says truthfully from where a request comes. A program with a key has proved
 * itself by what no browser sends on its own. So has a form without a script: what it brings is worth as much from anywhere,
 * for no cookie makes it more, and it carries a token of the page it was shown on.
 */
export class CsrfGuard implements CanActivate {
  private readonly origin: string;

  constructor({ publicUrl }: Pick<Config, 'publicUrl'>) {
    this.origin = new URL(publicUrl).origin;
  }

  canActivate(context: ExecutionContext): boolean {
    const { method, headers } = context.switchToHttp().getRequest<Pick<FastifyRequest, 'method' | 'headers'>>();
    if (reading.has(method) || workIfAny()?.actor?.client !== undefined) return true;
    // A page that sends nobody's address with what is asked of it (Referrer-Policy) comes from nowhere.
    const { origin = this.origin } = headers;
    const isForm = takesForms(context.getHandler() as () => unknown);
    const site = headers['sec-fetch-site'];
    const isOurs =
      (isForm || headers['x-homeward'] === '1') &&
      (site === undefined || ownSites.includes(site)) &&
      (origin === this.origin || (isForm && origin === 'null'));
    if (!isOurs) throw new Problem(403, 'cross-site');
    return true;
  }
}
