import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Clock } from '../kernel/clock.ts';
import { Moment } from './input.ts';
import { MovableClock } from './movable-clock.ts';
import { OpenRoute } from './open-route.ts';

/** Where the demonstration's clock shall stand. */
export class ClockMove {
  @Moment() at: string;
}

/** Where it stands now. */
export class ClockState {
  @ApiProperty({ type: String, format: 'date-time' }) readonly now: string;
}

/** Moves the clock of a demonstration, so that nobody waits two weeks for a reminder. Does not exist in production. */
@Controller('demo')
export class DemonstrationController {
  constructor(private readonly clock: Clock) {}

  @Post('clock')
  @HttpCode(200)
  @OpenRoute('demonstration only', { answers: ClockState })
  async move(@Body() { at }: ClockMove): Promise<ClockState> {
    await (this.clock as MovableClock).moveTo(new Date(at));
    return { now: this.clock.now().toISOString() };
  }
}

/** What only a demonstration has. */
@Module({ controllers: [DemonstrationController] })
export class DemonstrationModule {}
