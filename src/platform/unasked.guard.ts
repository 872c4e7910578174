import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { invalidInput, unknownField } from '../kernel/problem.ts';
import { isTooDeep } from './input.ts';

/**
 * Refuses what a route does not ask for: a body where none is taken, a query where nothing is looked for. Whoever sends it
 * means something by it, and would never learn that nobody read it.
 */
@Injectable()
export class UnaskedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    // Before anything walks down a body: what is nested without end would not be come back from.
    if (isTooDeep(body)) throw invalidInput({ field: '(body)', code: 'not-a-value' });
    if (!takes(RouteParamtypes.QUERY, context)) refuseFields(query as object);
    if (!takes(RouteParamtypes.BODY, context) && body !== undefined) {
      if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalidInput({ field: '(body)', code: 'not-an-object' });
      refuseFields(body);
    }
    return true;
  }
}

function refuseFields(sent: object): void {
  const [first] = Object.keys(sent);
  if (first !== undefined) throw unknownField(first);
}

/** Whether the handler has an argument of this kind. */
function takes(kind: RouteParamtypes, context: ExecutionContext): boolean {
  const declared = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as object | undefined;
  return Object.keys(declared ?? {}).some((key) => key.startsWith(`${kind}:`));
}
