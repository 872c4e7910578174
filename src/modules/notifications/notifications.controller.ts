import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { NotificationRecord } from './notification.record.ts';
import { ReadNotification } from './read-notification.ts';

/** What the person who asks was told. */
@Controller('notifications')
export class NotificationsController {
  constructor(
    private readonly gate: Gate,
    private readonly readNotification: ReadNotification,
  ) {}

  @Get()
  @Can('read', NotificationRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(NotificationRecord, query);
  }

  @Get(':id')
  @Can('read', NotificationRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(NotificationRecord, id);
  }

  @Post(':id/read')
  @HttpCode(200)
  @Can('mark-read', NotificationRecord)
  read(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.readNotification.run(id);
  }
}
