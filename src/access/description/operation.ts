import { codesKey } from '../../platform/input.ts';
import { answersKey } from '../../platform/answers.ts';
import { refusesKey, signedInKey } from '../../platform/open-route.ts';
import type { RecordType } from '../record.ts';
import type { Role } from '../role.ts';
import { asSeenKey } from '../can.ts';
import type { ClientScopes } from '../client-scope.ts';
import { refusal } from './problem-responses.ts';
import { listParameters, refTo, schemaName, withCodes, type Json } from './record-schema.ts';
import { sightOf } from './sight.ts';

/** A route as its controller declares it. */
export interface Declared extends Json {
  readonly 'x-can'?: { readonly deed: string; readonly record: string; readonly under?: string };
  readonly responses: Readonly<Record<string, unknown>>;
  readonly parameters?: readonly Json[];
}

/** What is known of a route from its verb, its address and the right it asks for. */
interface Route {
  readonly method: string;
  readonly path: string;
  readonly record: RecordType | undefined;
  /** The schema of an answer that is no record. */
  readonly answers: string | undefined;
  readonly refuses: readonly number[];
  readonly namesRow: boolean;
  readonly isList: boolean;
  /** What the rows of a list stand under, if it is not the list of all. */
  readonly under: string | undefined;
  readonly isDeed: boolean;
  /** Whether the asker says by a tag what they saw. */
  readonly isEdit: boolean;
  readonly isRepeatable: boolean;
  readonly isSignedIn: boolean;
}

/** A route with all it takes and answers. */
export function describedOperation(
  method: string,
  path: string,
  declared: Declared,
  record: RecordType | undefined,
  roles: readonly Role[],
  clientScopes: ClientScopes,
): Json {
  const { [answersKey]: answers, [refusesKey]: refuses, [signedInKey]: signedIn, [asSeenKey]: asSeen, ...kept } = declared;
  const namesRow = path.includes('{id}');
  const route: Route = {
    method,
    path,
    record,
    answers: answers as string | undefined,
    refuses: (refuses ?? []) as number[],
    namesRow,
    isList: method === 'get' && record !== undefined && answers === undefined && !path.endsWith('{id}'),
    under: declared['x-can']?.under,
    isDeed: method !== 'get',
    isEdit: method === 'patch' || asSeen === true,
    isRepeatable: method === 'post' && record !== undefined,
    isSignedIn: record !== undefined || signedIn === true,
  };
  const [status = '200'] = Object.keys(declared.responses);
  return {
    ...kept,
    ...(record === undefined ? {} : whenPossible(declared['x-can']?.deed ?? '', record)),
    parameters: [...parametersOf(route, roles), ...searchParameters(route, declared)],
    responses: {
      [status]: successOf(route, status),
      ...Object.fromEntries(refusalsOf(route).map((each) => [String(each), refusal(each)])),
    },
    security: route.isSignedIn ? [{ session: [] }, ...(isForClients(declared, record, clientScopes) ? [{ key: [] }] : [])] : [],
  };
}

/** Whether some program can be let do this. */
function isForClients({ 'x-can': can }: Declared, record: RecordType | undefined, clientScopes: ClientScopes): boolean {
  const allowed = Object.values(clientScopes).flatMap(({ allows }) => allows.filter((each) => each.record === record));
  if (can?.deed === 'read') return allowed.some(({ see }) => see.length > 0);
  if (can?.deed === 'create') return allowed.some(({ create }) => create);
  return allowed.some((each) => each.do.includes(can?.deed ?? ''));
}

function parametersOf({ namesRow, isDeed, isRepeatable, isEdit, isList, under, record }: Route, roles: readonly Role[]): Json[] {
  return [
    ...(namesRow ? [refTo('parameters', 'Id')] : []),
    ...(isDeed ? [refTo('parameters', 'OwnSite')] : []),
    ...(isRepeatable ? [refTo('parameters', 'IdempotencyKey')] : []),
    ...(isEdit ? [refTo('parameters', 'IfMatch')] : []),
    ...(isList && record !== undefined ? listParameters(sightOf(record, roles), under) : []),
  ];
}

/** What a search takes beside the fields of a record: what its route or its class declares. */
function searchParameters({ answers, isDeed, isList }: Route, { parameters = [] }: Declared): Json[] {
  if (isDeed || (answers === undefined && !isList)) return [];
  const inQuery = parameters.filter((each) => each.in === 'query');
  // The library keeps beside the schema what it does not know.
  return inQuery.map(({ schema, [codesKey]: codes, ...rest }) => ({
    ...rest,
    schema: withCodes({ ...(schema as Json), [codesKey]: codes }),
  }));
}

function successOf({ method, path, record, answers, isList, isDeed, isRepeatable }: Route, status: string): Json {
  if (status === '204') return { description: 'It is done; there is nothing to show.' };
  const content = (name: string): Json => ({ 'application/json': { schema: refTo('schemas', name) } });
  if (answers !== undefined) return { description: isDeed ? 'It is done.' : 'What was asked for.', content: content(answers) };
  if (record === undefined) throw new Error(`${method} ${path} says nowhere what it answers.`);
  if (isList) return { description: 'A page of rows, each as the asker may see it.', content: content(`${schemaName(record)}Page`) };
  const replay = isRepeatable ? { 'Idempotent-Replay': refTo('headers', 'IdempotentReplay') } : {};
  return {
    description: 'The row as the asker may see it.',
    headers: { ETag: refTo('headers', 'ETag'), ...replay },
    content: content(schemaName(record)),
  };
}

/** With which statuses a route may refuse. */
function refusalsOf({ record, refuses, namesRow, isDeed, isEdit, isRepeatable, isSignedIn }: Route): number[] {
  const statuses = [
    ...[400, 500, 503],
    ...(isSignedIn ? [401] : []),
    ...(record !== undefined || isDeed ? [403] : []),
    // What came of a request that is repeated may be out of sight by now.
    ...(namesRow || isRepeatable ? [404] : []),
    ...(record !== undefined && isDeed ? [409] : []),
    ...(isEdit ? [412, 428] : []),
    ...(isDeed ? [413, 415] : []),
    ...(isRepeatable ? [422] : []),
    ...refuses,
  ];
  return [...new Set(statuses)].sort((a, b) => a - b);
}

/** In which states a deed is possible. */
function whenPossible(deed: string, { lifecycle, deedsFrom }: RecordType): Json {
  const move = lifecycle?.table[deed];
  if (move !== undefined) return { description: `From ${move.from.join(', ')}; leads to ${move.to}.` };
  const states = deedsFrom.get(deed);
  return states === undefined ? {} : { description: `Possible while it is ${states.join(', ')}.` };
}
