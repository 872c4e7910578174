import { Injectable, type ArgumentsHost } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Database } from '../platform/database/database.ts';
import { isId } from '../platform/input.ts';
import { Log } from '../platform/log.ts';
import { Refusals } from '../platform/refusals.ts';
import { currentWork, withinWork, workIfAny } from '../platform/work.ts';
import type { Problem } from '../kernel/problem.ts';

const telling = new Set([400, 403, 404, 409, 412, 422, 428]);

/** Writes every refusal to the access log, in a transaction of its own after the refused one is undone. */
@Injectable()
export class Trail extends Refusals {
  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {
    super();
  }

  override async note(problem: Problem, host: ArgumentsHost): Promise<void> {
    const work = workIfAny();
    if (work === undefined || work.actor === null || !telling.has(problem.status)) return;
    const request = host.switchToHttp().getRequest<FastifyRequest<{ Params: { id?: string } }>>();
    const { id } = request.params ?? {};
    const ids = isId(id) ? [id] : [];
    const route = `${request.method} ${request.routeOptions.url ?? ''}`;
    const sql = {
      name: 'note-refusal',
      text: 'SELECT audit.note($1, $2, NULL, $3, $4, $5)',
      values: [work.id, route, ids, [], `refused:${problem.code}`],
    };
    // Who was refused does not hang on for whom they stand in meanwhile.
    const { standing: _, ...actor } = work.actor;
    await withinWork({ id: work.id, actor, transaction: null }, async () => {
      try {
        await this.database.send(sql);
        await this.database.finish();
      } catch (error) {
        await this.database.undo();
        this.log.error('a refusal could not be noted', { requestId: currentWork().id, kind: (error as Error).name });
      }
    });
  }
}
