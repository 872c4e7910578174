import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Can, CanAsSeen } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { DecideOverride } from './commands/decide-override.ts';
import { NewOverride, RequestOverride } from './commands/request-override.ts';
import { Refusing, ReviewOverride } from './commands/review-override.ts';
import { ConsentOverrideRecord } from './consent-override.record.ts';
import { ReferralRecord } from './referral.record.ts';

/** Sharing without a consent. The privacy officer's inbox is `/consent-overrides?status=approved&sort=reviewBy`. */
@Controller()
export class ConsentOverridesController {
  constructor(
    private readonly gate: Gate,
    private readonly requestOverride: RequestOverride,
    private readonly decideOverride: DecideOverride,
    private readonly reviewOverride: ReviewOverride,
  ) {}

  @Get('consent-overrides')
  @Can('read', ConsentOverrideRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(ConsentOverrideRecord, query);
  }

  @Get('consent-overrides/:id')
  @Can('read', ConsentOverrideRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ConsentOverrideRecord, id);
  }

  @Post('referrals/:id/consent-overrides')
  @Can('create', ConsentOverrideRecord, ReferralRecord)
  ask(@Param('id', IdParam) id: string, @Body() input: NewOverride): Promise<Answer> {
    return this.requestOverride.run(id, input);
  }

  @Post('consent-overrides/:id/approve')
  @HttpCode(200)
  @CanAsSeen('approve', ConsentOverrideRecord)
  approve(@Param('id', IdParam) id: string, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.decideOverride.approve(id, ifMatch);
  }

  @Post('consent-overrides/:id/decline')
  @HttpCode(200)
  @Can('decline', ConsentOverrideRecord)
  decline(@Param('id', IdParam) id: string, @Body() input: Refusing): Promise<Answer> {
    return this.decideOverride.decline(id, input);
  }

  @Post('consent-overrides/:id/uphold')
  @HttpCode(200)
  @Can('uphold', ConsentOverrideRecord)
  uphold(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.reviewOverride.uphold(id);
  }

  @Post('consent-overrides/:id/reverse')
  @HttpCode(200)
  @Can('reverse', ConsentOverrideRecord)
  reverse(@Param('id', IdParam) id: string, @Body() input: Refusing): Promise<Answer> {
    return this.reviewOverride.reverse(id, input);
  }
}
