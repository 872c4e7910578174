/** One thing wrong with what was sent: where it is, what is wrong, and what would be right (words are chosen from `code`). */
export interface InputError {
  readonly field: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What a problem may carry beside its code. Nothing here may come from a row the asker cannot read. */
export interface ProblemDetails {
  /** Values for the words of the detail text; also shown as members of the answer. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly InputError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal with a reason the asker may know. Thrown anywhere, written once as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  readonly params: Readonly<Record<string, unknown>>;
  readonly errors: readonly InputError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: number,
    readonly code: string,
    details: ProblemDetails = {},
  ) {
    super(code);
    this.name = 'Problem';
    this.params = details.params ?? {};
    this.errors = details.errors ?? [];
    this.headers = details.headers ?? {};
  }
}

/** The input cannot be taken as it is: each error names its field and what to do (400). */
export function invalidInput(...errors: readonly InputError[]): Problem {
  return new Problem(400, 'invalid-input', { errors });
}

/** A field that does not exist, or that the asker may not know of: both get the same answer, so neither can be told from the other (400). */
export function unknownField(field: string): Problem {
  return invalidInput({ field, code: 'unknown-field' });
}

/** Nobody is signed in, or no longer (401). */
export function notSignedIn(): Problem {
  return new Problem(401, 'not-signed-in');
}

/** The row is seen, the deed is not granted (403). */
export function forbidden(params: Readonly<Record<string, unknown>> = {}): Problem {
  return new Problem(403, 'forbidden', { params });
}

/** The row does not exist, or not for the asker: one answer for both (404). */
export function notFound(): Problem {
  return new Problem(404, 'not-found');
}

/** The deed is granted, but not in the state the record is in (409). */
export function conflict(code: string, params: Readonly<Record<string, unknown>> = {}): Problem {
  return new Problem(409, code, { params });
}
