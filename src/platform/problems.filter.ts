import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { invalidInput, Problem, type InputError } from '../kernel/problem.ts';
import { Database } from './database/database.ts';
import { Log } from './log.ts';
import { Refusals } from './refusals.ts';
import { Words } from './words.ts';
import { workIfAny } from './work.ts';

/** Database refusals that are the asker's to mend, by SQLSTATE. Never a word of what the database said: it could name a value. */
const byState: Readonly<Record<string, () => Problem>> = {
  HW401: () => new Problem(401, 'not-signed-in'),
  HW409: () => new Problem(503, 'busy', { headers: { 'retry-after': '1' } }),
  HW412: () => new Problem(409, 'changed-meanwhile'),
  '22021': () => invalidInput({ field: '(body)', code: 'not-a-value' }),
  '22P05': () => invalidInput({ field: '(body)', code: 'not-a-value' }),
  '23505': () => new Problem(409, 'already-exists'),
  '23503': () => new Problem(409, 'refers-to-nothing'),
  '23514': () => new Problem(409, 'not-allowed'),
  '40001': () => new Problem(503, 'busy', { headers: { 'retry-after': '1' } }),
  '40P01': () => new Problem(503, 'busy', { headers: { 'retry-after': '1' } }),
  '42501': () => new Problem(403, 'forbidden'),
  '53300': () => new Problem(503, 'busy', { headers: { 'retry-after': '5' } }),
  '55P03': () => new Problem(503, 'busy', { headers: { 'retry-after': '1' } }),
  '57014': () => new Problem(503, 'busy', { headers: { 'retry-after': '5' } }),
};

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '08006', '08003']);

/** A problem in words. */
export interface ProblemBody {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly detail: string }[];
}

/** Writes every refusal and every fault as `application/problem+json` (RFC 9457), and remembers that it happened. */
@Catch()
export class ProblemsFilter implements ExceptionFilter {
  constructor(
    private readonly words: Words,
    private readonly log: Log,
    private readonly refusals: Refusals,
    private readonly database: Database,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = await this.settle(error, host);
    void reply.status(problem.status).headers(problem.headers).type('application/problem+json').send(this.bodyOf(problem));
  }

  /** The problem that something went wrong with: nothing is left half done, and it is noted. */
  async settle(error: unknown, host: ArgumentsHost): Promise<Problem> {
    const problem = this.problemOf(error);
    // A guard may have begun what no interceptor came to finish.
    await this.database.undo();
    await this.refusals.note(problem, host);
    return problem;
  }

  /** The answer's members. */
  bodyOf(problem: Problem): ProblemBody {
    const { code, params, errors, status } = problem;
    return {
      type: `/problems/${code}`,
      title: this.words.say(`problem.${code}.title`, params),
      status,
      detail: this.words.say(`problem.${code}.detail`, params),
      ...params,
      ...(errors.length === 0 ? {} : { errors: errors.map((each) => this.errorOf(each)) }),
    };
  }

  private errorOf({ field, code, params }: InputError): { readonly field: string; readonly code: string; readonly detail: string } {
    return { field, code, detail: this.words.say(`input.${code}`, { field, ...params }) };
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    const { code, statusCode } = error as { code?: string; statusCode?: number };
    const known = code === undefined ? undefined : byState[code];
    if (code === '42501') this.log.error('the second wall refused what the first let through', { requestId: workIfAny()?.id });
    if (known !== undefined) return known();
    if (code !== undefined && unreachable.has(code)) return new Problem(503, 'unavailable', { headers: { 'retry-after': '5' } });
    if (error instanceof HttpException) return ofHttp(error.getStatus());
    if (statusCode !== undefined && statusCode < 500) return ofHttp(statusCode);
    // Only the kind of fault is logged: its message may carry a value of a row.
    this.log.error('fault', { requestId: workIfAny()?.id, kind: (error as Error).name, code, at: firstFrame(error) });
    return new Problem(500, 'fault', { params: { requestId: workIfAny()?.id ?? '' } });
  }
}

const httpCodes: Readonly<Record<number, string>> = { 404: 'not-found', 413: 'too-large', 415: 'wrong-content-type', 429: 'too-many' };

function ofHttp(status: number): Problem {
  const code = httpCodes[status];
  if (code !== undefined) return new Problem(status, code);
  return status === 400 ? invalidInput({ field: '(body)', code: 'not-json' }) : new Problem(status, 'refused');
}

function firstFrame(error: unknown): string | undefined {
  return (error as Error).stack
    ?.split('\n')
    .find((line) => line.trimStart().startsWith('at '))
    ?.trim();
}
