import type { Words } from '../../platform/words.ts';
import { refTo, type Json } from './record-schema.ts';

/** Which problems come with which status. Every other problem is a conflict: a rule of the work that does not allow the deed now. */
const codesByStatus: Readonly<Record<number, readonly string[]>> = {
  400: ['invalid-input'],
  401: ['not-signed-in', 'wrong-credentials'],
  403: ['forbidden', 'not-editable', 'not-oneself', 'cross-site', 'slip-pass-over', 'slip-heard-by-another'],
  404: ['not-found', 'slip-fits-nothing'],
  412: ['stale'],
  413: ['too-large'],
  415: ['wrong-content-type'],
  422: ['key-used-otherwise'],
  428: ['if-match-missing'],
  429: ['too-many-tries', 'too-many'],
  500: ['fault'],
  503: ['busy', 'unavailable'],
};

/** Problems whose status is whatever the server found, outside any route. */
const ofNoRoute: readonly string[] = ['refused'];

const moreMembers: Readonly<Record<number, Json>> = {
  400: { properties: { errors: { type: 'array', minItems: 1 } }, required: ['errors'] },
  412: {
    properties: { current: { type: 'object', description: 'The fields that were changed meanwhile, as they are now.' } },
    required: ['current'],
  },
  500: { properties: { requestId: { type: 'string' } }, required: ['requestId'] },
};

/** The name of what is answered with a status. */
function responseName(status: number): string {
  return `Refused${status}`;
}

/** Where the description says what comes with a status. */
export function refusal(status: number): Json {
  return refTo('responses', responseName(status));
}

/** The codes of all problems, by status. */
export function problemsByStatus(words: Words): Record<number, readonly string[]> {
  const known = [...Object.values(codesByStatus).flat(), ...ofNoRoute];
  return { ...codesByStatus, 409: words.parts('problem').filter((code) => !known.includes(code)) };
}

/** What is answered when a request is refused, status by status (RFC 9457). */
export function problemResponses(words: Words): Record<string, Json> {
  const entries = Object.entries(problemsByStatus(words)).map(([text, codes]) => {
    const status = Number(text);
    const { properties, ...more } = (moreMembers[status] ?? {}) as { properties?: Json };
    const own = { type: { type: 'string', enum: codes.map((code) => `/problems/${code}`) }, status: { const: status }, ...properties };
    const schema = { allOf: [refTo('schemas', 'Problem'), { type: 'object', properties: own, ...more }] };
    const headers = status === 429 || status === 503 ? { headers: { 'Retry-After': refTo('headers', 'RetryAfter') } } : {};
    const [first = ''] = codes;
    const description = status === 409 ? 'The state of things does not allow it now.' : `${words.say(`problem.${first}.title`)}.`;
    return [responseName(status), { description, ...headers, content: { 'application/problem+json': { schema } } }] as const;
  });
  return Object.fromEntries(entries);
}

/** What every refusal says. Some say more, in members of their own. */
export function problemSchemas(words: Words): Record<string, Json> {
  const text = { type: 'string' };
  return {
    Problem: {
      type: 'object',
      properties: {
        type: { type: 'string', format: 'uri-reference' },
        title: text,
        status: { type: 'integer' },
        detail: text,
        errors: { type: 'array', items: refTo('schemas', 'InputError') },
      },
      required: ['type', 'title', 'status', 'detail'],
    },
    InputError: {
      type: 'object',
      properties: { field: text, code: { type: 'string', enum: words.parts('input') }, detail: text },
      required: ['field', 'code', 'detail'],
      additionalProperties: false,
    },
  };
}
