import { Catch, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PageProblems } from '../../platform/pages/page-problems.ts';

/** Refusals on the pages of a slip lead back to it. */
@Catch()
@Injectable()
export class SlipPageProblems extends PageProblems {
  protected readonly page = 'slip';

  protected backOf({ params }: FastifyRequest): string | null {
    const { token } = params as { token?: string };
    return token === undefined ? null : `/slips/${encodeURIComponent(token)}`;
  }
}
