import { Injectable, ValidationPipe, type ArgumentMetadata, type PipeTransform, type ValidationError } from '@nestjs/common';
import { invalidInput, unknownField, type InputError } from '../kernel/problem.ts';
import { askAboutWords } from './free-text.ts';
import { checkedHere, isId, type Wrong } from './input.ts';

/** Names that every object answers to, so that the library takes them for known. */
const neverFields = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/** Takes in a body exactly as its class declares it: nothing more, nothing guessed, every mistake named by its field. */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      transformOptions: { enableImplicitConversion: false },
      stopAtFirstError: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => invalidInput(...errors.flatMap((error) => inputErrors(error, ''))),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (metadata.type === 'body' && !isObject) throw invalidInput({ field: '(body)', code: 'not-an-object' });
    // The library drops these without a word; here nothing is dropped.
    const dropped = isObject ? Object.keys(value).find((name) => neverFields.has(name)) : undefined;
    if (dropped !== undefined) throw unknownField(dropped);
    const input: unknown = await super.transform(value, metadata);
    askAboutWords(input);
    return input;
  }
}

function inputErrors({ property, constraints, children }: ValidationError, inside: string): InputError[] {
  const field = inside === '' ? property : `${inside}.${property}`;
  const [first] = Object.entries(constraints ?? {});
  if (first !== undefined) return [{ field, ...wrongOf(...first) }];
  return (children ?? []).flatMap((child) => inputErrors(child, field));
}

function wrongOf(constraint: string, message: string): Wrong {
  if (constraint === 'whitelistValidation') return { code: 'unknown-field' };
  if (constraint === 'nestedValidation') return { code: 'not-an-object' };
  return constraint === checkedHere ? (JSON.parse(message) as Wrong) : { code: 'not-a-value' };
}

/** The id in a path, in the one way of writing it. */
@Injectable()
export class IdParam implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    if (!isId(value)) throw invalidInput({ field: 'id', code: 'not-an-id' });
    return value.toLowerCase();
  }
}
