import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import { Public } from '../../access/can.ts';
import { signedInKey, type OpenRouteFacts } from '../../platform/open-route.ts';

const selfKey = 'homeward:self';

/** This route is about the asker's own account: it asks for no right, but for somebody who is signed in. */
export function Self(why: string, facts: OpenRouteFacts): MethodDecorator {
  return applyDecorators(Public(why, facts), ApiExtension(signedInKey, true), SetMetadata(selfKey, true));
}

/** Whether a handler is about the asker's own account. */
export function isAboutSelf(reflector: Reflector, handler: () => unknown): boolean {
  return reflector.get<boolean | undefined>(selfKey, handler) === true;
}
