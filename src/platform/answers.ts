import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtension, ApiExtraModels } from '@nestjs/swagger';

/** Where a route says what it answers, if that is no record. */
export const answersKey = 'x-answers';

/** This route answers with such an object, and not with the record it is about. */
export function Answers(shape: Type): MethodDecorator {
  return applyDecorators(ApiExtraModels(shape), ApiExtension(answersKey, shape.name));
}
