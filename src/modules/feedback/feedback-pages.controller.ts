import { Body, Controller, Get, Headers, Post, Query, Req, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { FormPage, Page } from '../../platform/form-page.ts';
import { FeedbackForm, FeedbackPages } from './feedback-pages.ts';
import { FeedbackPageProblems } from './feedback-page-problems.ts';

const why = 'Whoever was helped has no account, and gives no name.';

/** What people who were helped see: pages that work without a script, on any telephone. */
@ApiExcludeController()
@UseFilters(FeedbackPageProblems)
@Controller('feedback')
export class FeedbackPagesController {
  constructor(private readonly pages: FeedbackPages) {}

  @Get()
  @Page(why)
  door(@Headers('accept-language') language?: string): string {
    return this.pages.door(language);
  }

  @Get('answer')
  @Page(why)
  questions(@Query('code') code?: string, @Headers('accept-language') language?: string): string {
    return this.pages.questions(code, language);
  }

  @Post('answer')
  @FormPage(why)
  give(@Body() form: FeedbackForm, @Req() { ip }: FastifyRequest, @Headers('accept-language') language?: string): Promise<string> {
    return this.pages.give(form, ip, language);
  }
}
