import { applyDecorators, SetMetadata, type Type } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { Answers } from './answers.ts';

/** Where a route says that it asks for no right, and why. */
export const openRouteKey = 'homeward:open';

/** Where an open route says with which statuses it may refuse, beside those that any route has. */
export const refusesKey = 'x-refuses';

/** Where an open route says that it is open to whoever is signed in. */
export const signedInKey = 'x-signed-in';

/** What no right tells of an open route. */
export interface OpenRouteFacts {
  /** What it answers; nothing if it is not said. */
  readonly answers?: Type;
  /** With which statuses it may refuse, beside those that any route has. */
  readonly refuses?: readonly number[];
}

/** This route asks for no right, and why. */
export function OpenRoute(why: string, { answers, refuses = [] }: OpenRouteFacts = {}): MethodDecorator {
  return applyDecorators(
    SetMetadata(openRouteKey, why),
    ApiExtension('x-public', why),
    ApiExtension(refusesKey, refuses),
    ...(answers === undefined ? [] : [Answers(answers)]),
  );
}
