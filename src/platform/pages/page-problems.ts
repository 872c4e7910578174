import { Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemsFilter } from '../problems.filter.ts';
import { PageWords } from './page-words.ts';
import { refusalPage } from './refusal-page.ts';

/** Writes what the problems filter would say as a page, for people who see it and not a program. */
@Injectable()
export abstract class PageProblems implements ExceptionFilter {
  /** Under which name the words of the page stand. */
  protected abstract readonly page: string;

  constructor(
    private readonly problems: ProblemsFilter,
    private readonly words: PageWords,
  ) {}

  /** Where to try again; null if there is no way back. */
  protected abstract backOf(request: FastifyRequest): string | null;

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const problem = await this.problems.settle(error, host);
    const { title, detail, errors = [] } = this.problems.bodyOf(problem);
    const faults = errors.map((each) => each.detail);
    const refusal = refusalPage(this.words.in(this.page, 'en'), { title, detail, faults }, this.backOf(http.getRequest()));
    void reply.status(problem.status).headers(problem.headers).header('x-robots-tag', 'noindex, nofollow, noarchive');
    void reply.type('text/html; charset=utf-8').send(refusal.text);
  }
}
