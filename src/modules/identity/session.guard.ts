import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isPublic } from '../../access/can.ts';
import { notSignedIn } from '../../kernel/problem.ts';
import type { Actor } from '../../platform/database/context.ts';
import { currentWork } from '../../platform/work.ts';
import { clientKeyOf, comesWithKey, placeOf } from './client-token.ts';
import { Clients } from './clients.ts';
import { isAboutSelf } from './self.ts';
import { hashOf, tokenOf } from './session-cookie.ts';
import { Sessions } from './sessions.ts';

interface Holder {
  readonly find: () => Promise<Actor | null>;
  readonly forget: () => void;
}

/** Finds out who asks, before anything else is asked: a person by their session, a program by its key. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly clients: Clients,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler() as () => unknown;
    if (isPublic(this.reflector, handler) && !isAboutSelf(this.reflector, handler)) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { find, forget } = comesWithKey(request) ? this.byKey(request) : this.bySession(request);
    const look = async (): Promise<Actor> => {
      const actor = await find();
      if (actor === null) throw notSignedIn();
      return actor;
    };
    const work = currentWork();
    work.actor = await look();
    work.lookAgain = () => {
      forget();
      return look();
    };
    const { raw } = http.getResponse<FastifyReply>();
    raw.once('finish', () => {
      if (raw.statusCode === 401) forget();
    });
    return true;
  }

  private bySession(request: FastifyRequest): Holder {
    const token = tokenOf(request);
    if (token === null) throw notSignedIn();
    const hash = hashOf(token);
    return { find: () => this.sessions.actorOf(hash), forget: () => this.sessions.forget(hash) };
  }

  /** Whoever comes with a key is a program, whatever else it brings. */
  private byKey(request: FastifyRequest): Holder {
    const key = clientKeyOf(request);
    if (key === null) throw notSignedIn();
    const [hash, place] = [hashOf(key), placeOf(request.ip)];
    return { find: () => this.clients.actorOf(hash, place), forget: () => this.clients.forget(hash, place) };
  }
}
