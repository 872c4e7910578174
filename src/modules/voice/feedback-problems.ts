import { Catch, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ProblemsFilter } from '../../platform/problems.filter.ts';
import { refusalPage } from '../slips/index.ts';
import { Tongue } from './tongue.ts';

/** Writes a refusal as a page, for people who see it and not a program. */
@Catch()
@Injectable()
export class FeedbackProblems implements ExceptionFilter {
  constructor(
    private readonly problems: ProblemsFilter,
    private readonly tongue: Tongue,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = await this.problems.settle(error, host);
    const { title, detail, errors = [] } = this.problems.bodyOf(problem);
    const page = refusalPage(this.tongue.saying('en'), { title, detail, faults: errors.map((each) => each.detail) }, '/feedback');
    void reply.status(problem.status).headers(problem.headers).header('x-robots-tag', 'noindex, nofollow, noarchive');
    void reply.type('text/html; charset=utf-8').send(page.text);
  }
}
