import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddressThrottle, IdentityModule } from '../identity/index.ts';
import { ReferralsModule } from '../referrals/index.ts';
import { Bearers, SLIP_THROTTLE } from './bearers.ts';
import { IssueSlip } from './commands/issue-slip.ts';
import { PrintSlip } from './commands/print-slip.ts';
import { RecordAnswer } from './commands/record-answer.ts';
import { VoidSlip } from './commands/void-slip.ts';
import { ExpireSlips } from './expire-slips.ts';
import { MissingSlips } from './missing-slips.ts';
import { SlipPageProblems } from './slip-page-problems.ts';
import { Speech } from './pages/speech.ts';
import { SlipDeeds } from './slip-deeds.ts';
import { Slip } from './slip.entity.ts';
import { SlipPages } from './slip-pages.ts';
import { SlipPagesController } from './slip-pages.controller.ts';
import { SlipSecrets } from './slip-secrets.ts';
import { SlipsController } from './slips.controller.ts';
import { SlipsOf } from './slips-of.ts';
import { Unanswered } from './unanswered.ts';

/** Referrals to units that have no accounts here: what they are asked on, and how they answer. */
@Module({
  imports: [TypeOrmModule.forFeature([Slip]), IdentityModule, ReferralsModule],
  controllers: [SlipsController, SlipPagesController],
  providers: [
    Bearers,
    ExpireSlips,
    MissingSlips,
    SlipPageProblems,
    SlipDeeds,
    SlipPages,
    SlipSecrets,
    SlipsOf,
    Speech,
    Unanswered,
    IssueSlip,
    PrintSlip,
    RecordAnswer,
    VoidSlip,
    { provide: SLIP_THROTTLE, useFactory: () => new AddressThrottle() },
  ],
})
export class SlipsModule {}
