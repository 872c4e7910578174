import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../../access/can.ts';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Answers } from '../../../platform/answers.ts';
import { IdParam } from '../../../platform/validation.pipe.ts';
import { GivenUpPromiseRecord } from './given-up-promise.record.ts';
import { KindOfPromise, RingAgain, RungAgain } from './ring-again.ts';

/** What was promised and given up, and waits for a person. */
@Controller('given-up-promises')
export class GivenUpPromisesController {
  constructor(
    private readonly gate: Gate,
    private readonly ringAgain: RingAgain,
  ) {}

  @Get()
  @Can('read', GivenUpPromiseRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(GivenUpPromiseRecord, query);
  }

  @Get(':id')
  @Can('read', GivenUpPromiseRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(GivenUpPromiseRecord, id);
  }

  @Post('ring-again')
  @Can('ring-again', GivenUpPromiseRecord)
  @Answers(RungAgain)
  ringAll(@Body() input: KindOfPromise): Promise<RungAgain> {
    return this.ringAgain.all(input);
  }

  @Post(':id/ring-again')
  @Can('ring-again', GivenUpPromiseRecord)
  @Answers(RungAgain)
  ring(@Param('id', IdParam) id: string): Promise<RungAgain> {
    return this.ringAgain.one(id);
  }
}
