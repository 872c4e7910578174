import { Catch, Injectable } from '@nestjs/common';
import { PageProblems } from '../../platform/pages/page-problems.ts';
import { FEEDBACK } from './pages/form.ts';

/** Refusals on the pages of feedback lead back to where the code is asked for. */
@Catch()
@Injectable()
export class FeedbackPageProblems extends PageProblems {
  protected readonly page = FEEDBACK;

  protected backOf(): string {
    return '/feedback';
  }
}
