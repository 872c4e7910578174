import { Controller, Get } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Problem } from '../kernel/problem.ts';
import { Database } from './database/database.ts';
import { guest } from './guest.ts';
import { OpenRoute } from './open-route.ts';
import { withinWork } from './work.ts';

/** That it is. */
export class Health {
  @ApiProperty({ type: String, enum: ['ok'] }) readonly status = 'ok';
}

/** Whether the house is up, for whoever watches over it. */
@Controller('health')
@ApiTags('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  /** The process answers. */
  @Get('live')
  @OpenRoute('watched from outside', { answers: Health })
  live(): Health {
    return new Health();
  }

  /** Work can be done: the database answers. */
  @Get('ready')
  @OpenRoute('watched from outside', { answers: Health })
  async ready(): Promise<Health> {
    const look = withinWork({ id: 'health', actor: guest, transaction: null }, async () => {
      await this.database.begin();
      await this.database.finish({ name: 'ready', text: 'SELECT 1', values: [] });
    });
    await look.catch(() => {
      throw new Problem(503, 'unavailable', { headers: { 'retry-after': '5' } });
    });
    return new Health();
  }
}
