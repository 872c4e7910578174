import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

/** Where a route says that it asks for no right, and why. */
export const openRouteKey = 'homeward:open';

/** This route asks for no right, and why. */
export function OpenRoute(why: string): MethodDecorator {
  return applyDecorators(SetMetadata(openRouteKey, why), ApiExtension('x-public', why));
}
