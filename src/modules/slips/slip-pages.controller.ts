import { Body, Controller, Get, Headers, Param, Post, Req, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { FormPage, Page } from '../../platform/form-page.ts';
import { AcceptanceForm, CompletionForm, FailureForm, OpenForm, RejectionForm } from './slip-forms.ts';
import { SlipPages, type Visit } from './slip-pages.ts';
import { SlipPageProblems } from './slip-page-problems.ts';

const why = 'Whoever holds a slip has no account; the slip is what they prove.';

/** What a unit without accounts sees: pages that work without a script, over a bad line, on any telephone. */
@ApiExcludeController()
@UseFilters(SlipPageProblems)
@Controller('slips/:token')
export class SlipPagesController {
  constructor(private readonly pages: SlipPages) {}

  @Get()
  @Page(why)
  door(@Param('token') token: string, @Headers('accept-language') language?: string): string {
    return this.pages.door(token, language);
  }

  @Post()
  @FormPage(why)
  open(@Param('token') token: string, @Body() form: OpenForm, @Req() request: FastifyRequest): Promise<string> {
    return this.pages.open(visitOf(token, request), form);
  }

  @Post('accept')
  @FormPage(why)
  accept(@Param('token') token: string, @Body() form: AcceptanceForm, @Req() request: FastifyRequest): Promise<string> {
    return this.pages.answer(visitOf(token, request), 'accept', form, null);
  }

  @Post('reject')
  @FormPage(why)
  reject(@Param('token') token: string, @Body() form: RejectionForm, @Req() request: FastifyRequest): Promise<string> {
    const { reason } = form;
    return this.pages.answer(visitOf(token, request), 'reject', form, { reason });
  }

  @Post('complete')
  @FormPage(why)
  complete(@Param('token') token: string, @Body() form: CompletionForm, @Req() request: FastifyRequest): Promise<string> {
    const { key: _key, proof: _proof, pass: _pass, ...completion } = form;
    return this.pages.answer(visitOf(token, request), 'complete', form, completion);
  }

  @Post('fail')
  @FormPage(why)
  fail(@Param('token') token: string, @Body() form: FailureForm, @Req() request: FastifyRequest): Promise<string> {
    const { reason } = form;
    return this.pages.answer(visitOf(token, request), 'fail', form, { reason });
  }
}

function visitOf(token: string, { ip: address }: FastifyRequest): Visit {
  return { token, address };
}
