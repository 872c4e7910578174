import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Problem } from '../kernel/problem.ts';
import { Database } from './database/database.ts';
import { guest } from './guest.ts';
import { OpenRoute } from './open-route.ts';
import { withinWork } from './work.ts';

/** Whether the house is up, for whoever watches over it. */
@Controller('health')
@ApiTags('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  /** The process answers. */
  @Get('live')
  @OpenRoute('watched from outside')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** Work can be done: the database answers. */
  @Get('ready')
  @OpenRoute('watched from outside')
  async ready(): Promise<{ status: string }> {
    const look = withinWork({ id: 'health', actor: guest, transaction: null }, async () => {
      await this.database.begin();
      await this.database.finish({ name: 'ready', text: 'SELECT 1', values: [] });
    });
    await look.catch(() => {
      throw new Problem(503, 'unavailable', { headers: { 'retry-after': '5' } });
    });
    return { status: 'ok' };
  }
}
