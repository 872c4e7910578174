import type { OpenAPIObject } from '@nestjs/swagger';
import type { Words } from '../../platform/words.ts';
import type { ClientScopes } from '../client-scope.ts';
import type { RecordType } from '../record.ts';
import { Policy, type Role } from '../role.ts';
import { describedOperation, type Declared } from './operation.ts';
import { problemResponses, problemSchemas } from './problem-responses.ts';
import { pageSchema, recordSchema, schemaName, withCodes, type Json } from './record-schema.ts';
import { sightOf } from './sight.ts';

const parameters: Readonly<Record<string, Json>> = {
  Id: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
  OwnSite: {
    name: 'X-Homeward',
    in: 'header',
    required: true,
    description: 'No page of another site can send it. A program that comes with a key need not.',
    schema: { type: 'string', enum: ['1'] },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'A new one for each new request; the same one when the same request is sent again, which is then not done twice.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{8,128}$' },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The ETag of the row as it was read.',
    schema: { type: 'string' },
  },
  Limit: { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
  After: { name: 'after', in: 'query', description: 'Where the page before ended: its `next`.', schema: { type: 'string' } },
};

const headers: Readonly<Record<string, Json>> = {
  ETag: { description: 'What was seen, to be sent as If-Match with an edit.', schema: { type: 'string' } },
  IdempotentReplay: {
    description: 'The request was done before; this is the row as it is now. An answer that is no row comes empty.',
    schema: { type: 'string', enum: ['true'] },
  },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
};

/** The description of the API with all that follows from the law: answers, refusals, headers, what a list can be asked. */
export function described(declared: OpenAPIObject, roles: readonly Role[], clientScopes: ClientScopes, words: Words): OpenAPIObject {
  const records = new Map(new Policy(roles).records().map((record) => [record.name, record]));
  const routes = Object.entries(declared.paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, Declared>).map(([method, operation]) => ({ path, method, operation })),
  );
  const recordOf = (operation: Declared): RecordType | undefined => records.get(operation['x-can']?.record ?? '');
  const shown = new Set(routes.flatMap(({ operation }) => recordOf(operation) ?? []));
  const paths: Record<string, Record<string, Json>> = {};
  for (const { path, method, operation } of routes)
    (paths[path] ??= {})[method] = describedOperation(method, path, operation, recordOf(operation), roles, clientScopes);
  const declaredSchemas = Object.entries((declared.components?.schemas ?? {}) as Record<string, Json>);
  const schemas = {
    ...Object.fromEntries(declaredSchemas.map(([name, schema]) => [name, closed(schema)])),
    ...Object.fromEntries([...shown].flatMap((record) => recordSchemas(record, roles))),
    ...problemSchemas(words),
  };
  const components = { ...declared.components, schemas, responses: problemResponses(words), parameters, headers };
  return { ...declared, paths, components } as unknown as OpenAPIObject;
}

function recordSchemas(record: RecordType, roles: readonly Role[]): [string, Json][] {
  return [
    [schemaName(record), recordSchema(sightOf(record, roles))],
    [`${schemaName(record)}Page`, pageSchema(record)],
  ];
}

/** A class as the library describes it, with its codes, and closed: a field it does not declare is refused. */
function closed(schema: Json): Json {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>).map(([name, property]) => [
    name,
    withCodes(property),
  ]);
  return { ...schema, properties: Object.fromEntries(properties) as Json, additionalProperties: false };
}
