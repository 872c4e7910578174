import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isPublic } from '../../access/can.ts';
import { notSignedIn } from '../../kernel/problem.ts';
import { currentWork } from '../../platform/work.ts';
import { isAboutSelf } from './self.ts';
import { hashOf, tokenOf } from './session-cookie.ts';
import { Sessions } from './sessions.ts';

/** Finds out who asks, before anything else is asked. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler() as () => unknown;
    if (isPublic(this.reflector, handler) && !isAboutSelf(this.reflector, handler)) return true;
    const http = context.switchToHttp();
    const token = tokenOf(http.getRequest<FastifyRequest>());
    if (token === null) throw notSignedIn();
    const sessionHash = hashOf(token);
    const actor = await this.sessions.actorOf(sessionHash);
    if (actor === null) throw notSignedIn();
    currentWork().actor = actor;
    const { raw } = http.getResponse<FastifyReply>();
    raw.once('finish', () => {
      if (raw.statusCode === 401) this.sessions.forget(sessionHash);
    });
    return true;
  }
}
