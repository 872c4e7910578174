import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { Answers } from '../../platform/answers.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { HandleComplaint, Settlement } from './commands/handle-complaint.ts';
import { BatchInput, NewBatch, PrintBatch } from './commands/print-batch.ts';
import { ComplaintRecord } from './complaint.record.ts';
import { FeedbackBatchRecord, FeedbackFigureRecord } from './feedback.record.ts';

/** Slips for those who were helped, what they said in numbers, and complaints. */
@Controller()
export class FeedbackController {
  constructor(
    private readonly gate: Gate,
    private readonly printBatch: PrintBatch,
    private readonly handleComplaint: HandleComplaint,
  ) {}

  @Post('feedback-batches')
  @Can('create', FeedbackBatchRecord)
  @Answers(NewBatch)
  print(@Body() input: BatchInput): Promise<NewBatch> {
    return this.printBatch.run(input);
  }

  @Get('feedback-batches')
  @Can('read', FeedbackBatchRecord)
  batches(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(FeedbackBatchRecord, query);
  }

  @Get('feedback-batches/:id')
  @Can('read', FeedbackBatchRecord)
  batch(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(FeedbackBatchRecord, id);
  }

  @Get('feedback-figures')
  @Can('read', FeedbackFigureRecord)
  figures(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(FeedbackFigureRecord, query);
  }

  @Get('feedback-figures/:id')
  @Can('read', FeedbackFigureRecord)
  figure(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(FeedbackFigureRecord, id);
  }

  @Get('complaints')
  @Can('read', ComplaintRecord)
  complaints(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(ComplaintRecord, query);
  }

  @Get('complaints/:id')
  @Can('read', ComplaintRecord)
  complaint(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ComplaintRecord, id);
  }

  @Post('complaints/:id/acknowledge')
  @HttpCode(200)
  @Can('acknowledge', ComplaintRecord)
  acknowledge(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.handleComplaint.acknowledge(id);
  }

  @Post('complaints/:id/settle')
  @HttpCode(200)
  @Can('settle', ComplaintRecord)
  settle(@Param('id', IdParam) id: string, @Body() settlement: Settlement): Promise<Answer> {
    return this.handleComplaint.settle(id, settlement);
  }
}
