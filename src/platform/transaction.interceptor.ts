import { createHash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { invalidInput, Problem } from '../kernel/problem.ts';
import { isAnswer, type Answer, type Rendered } from './answer.ts';
import { Database } from './database/database.ts';
import { Replays } from './replays.ts';
import { currentWork } from './work.ts';

/** Database faults that vanish when the same work is done again, and how often that is tried. */
const triesAtMost: Readonly<Record<string, number>> = { '40001': 3, '40P01': 3 };
/** What was drawn by lot was drawn before: in a unit with many cases that is likely, twenty times in a row it is not. */
const drawsAtMost = 20;

/**
 * One request is one transaction: opened with the first statement, committed in the same breath as the answer is read,
 * undone whole if anything fails. Recognises a repeated POST by its `Idempotency-Key` (ADR 0009).
 */
@Injectable()
export class TransactionInterceptor implements NestInterceptor {
  constructor(
    private readonly database: Database,
    private readonly replays: Replays,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return from(this.run(context, next));
  }

  private async run(context: ExecutionContext, next: CallHandler): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.database.lookingAgain(() => this.once(context, next));
      } catch (error) {
        await this.database.undo();
        if (tries >= triesFor(error)) throw error;
      }
    }
  }

  private async once(context: ExecutionContext, next: CallHandler): Promise<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const repeatable = request.method === 'POST' && currentWork().actor !== null;
    if (repeatable) {
      const earlier = await this.recall(request);
      if (earlier !== null) return this.replay(earlier, context, reply);
    }
    const result: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
    const resourceId = isAnswer(result) ? result.resourceId : null;
    if (repeatable) await this.remember(request, reply.statusCode, resourceId);
    if (!isAnswer(result)) {
      await this.database.finish();
      return result;
    }
    return this.render(result, reply);
  }

  private async render(result: Answer, reply: FastifyReply): Promise<unknown> {
    await this.database.begin();
    const rows = await this.database.finish<Record<string, unknown>>(result.sql());
    const rendered: Rendered = result.render(rows);
    if (rendered.etag !== undefined) void reply.header('etag', rendered.etag);
    return rendered.body;
  }

  private async recall(request: FastifyRequest): Promise<Earlier | null> {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || !/^[\x21-\x7e]{8,128}$/.test(key)) throw invalidInput({ field: 'Idempotency-Key', code: 'key-missing' });
    const [earlier] = await this.database.rows<Earlier>({
      name: 'recall',
      text: 'SELECT same, status, resource_id FROM platform.recall($1, $2, $3, $4)',
      values: [this.database.actor.id, key, `${request.method} ${request.url}`, bodyHash(request.body)],
    });
    return earlier ?? null;
  }

  private async remember(request: FastifyRequest, status: number, resourceId: string | null): Promise<void> {
    const values = [this.database.actor.id, request.headers['idempotency-key'], status, resourceId];
    await this.database.send({ name: 'remember', text: 'SELECT platform.remember($1, $2, $3::smallint, $4)', values });
  }

  private async replay(earlier: Earlier, context: ExecutionContext, reply: FastifyReply): Promise<unknown> {
    if (!earlier.same) throw new Problem(422, 'key-used-otherwise');
    void reply.header('idempotent-replay', 'true');
    const again = earlier.resource_id === null ? null : this.replays.answer(context, earlier.resource_id);
    void reply.status(earlier.status);
    if (again !== null) return this.render(again, reply);
    await this.database.finish();
    return undefined;
  }
}

interface Earlier {
  readonly same: boolean;
  readonly status: number;
  readonly resource_id: string | null;
}

/** How often work that failed like this may be tried. A constraint on something drawn by lot says so in its name. */
function triesFor(error: unknown): number {
  const { code = '', constraint = '' } = error as { code?: string; constraint?: string };
  if (code === '23505' && constraint.endsWith('_drawn')) return drawsAtMost;
  return triesAtMost[code] ?? 1;
}

function bodyHash(body: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(body ?? null))
    .digest();
}
