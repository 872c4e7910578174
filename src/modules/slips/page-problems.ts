import { Catch, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemsFilter } from '../../platform/problems.filter.ts';
import { refusalPage } from './pages/door.ts';
import { Speech } from './pages/speech.ts';

/** Writes what the problems filter would say as a page, for people who see it and not a program. */
@Catch()
@Injectable()
export class PageProblems implements ExceptionFilter {
  constructor(
    private readonly problems: ProblemsFilter,
    private readonly speech: Speech,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<FastifyRequest<{ Params: { token?: string } }>>();
    const problem = await this.problems.settle(error, host);
    const { title, detail, errors = [] } = this.problems.bodyOf(problem);
    const faults = errors.map((each) => each.detail);
    const { token } = request.params;
    const back = token === undefined ? null : `/slips/${encodeURIComponent(token)}`;
    const page = refusalPage(this.speech.saying('en'), { title, detail, faults }, back);
    void reply.status(problem.status).headers(problem.headers).header('x-robots-tag', 'noindex, nofollow, noarchive');
    void reply.type('text/html; charset=utf-8').send(page.text);
  }
}
