import { applyDecorators, Controller, Get, Query } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { Can } from '../../access/can.ts';
import type { Answer } from '../../platform/answer.ts';
import { Answers } from '../../platform/answers.ts';
import { ReferralRecord } from './referral.record.ts';
import { ageIds, WaitingReferrals, waitings, WaitingTiles } from './waiting-referrals.ts';

/** What the list can be narrowed to, beside the fields of a referral. */
function AskedFor(): MethodDecorator {
  return applyDecorators(
    ApiQuery({ name: 'for', required: false, schema: { type: 'string', enum: [...waitings], default: 'undecided' } }),
    ApiQuery({
      name: 'age',
      required: false,
      description: 'Days since it waits: since it was sent, for an answer.',
      schema: { type: 'string', enum: ageIds },
    }),
  );
}

/** What waits for an answer, for the work to go on or for a next step: the recipient's inbox and the sender's outbox, by age. */
@Controller('referrals/waiting')
export class WaitingReferralsController {
  constructor(private readonly waiting: WaitingReferrals) {}

  @Get()
  @Can('read', ReferralRecord)
  @AskedFor()
  list(@Query() query: Record<string, unknown>): Answer {
    return this.waiting.list(query);
  }

  @Get('tiles')
  @Can('read', ReferralRecord)
  @Answers(WaitingTiles)
  tiles(): Answer {
    return this.waiting.tiles();
  }
}
