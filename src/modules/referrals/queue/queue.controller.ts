import { Controller, Get, Param } from '@nestjs/common';
import { Can } from '../../../access/can.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Answers } from '../../../platform/answers.ts';
import { IdParam } from '../../../platform/validation.pipe.ts';
import { ReferralRecord } from '../referral.record.ts';
import { QueuePlace, ShowQueuePlace } from './queue-place.ts';

/** The queues of services, as far as the two sides of a referral see them. */
@Controller('referrals/:id/queue-place')
export class QueueController {
  constructor(private readonly showQueuePlace: ShowQueuePlace) {}

  @Get()
  @Can('read', ReferralRecord)
  @Answers(QueuePlace)
  place(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.showQueuePlace.run(id);
  }
}
