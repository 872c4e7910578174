import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.ts';
import { ConsentModule } from '../consent/index.ts';
import { IdentityModule } from '../identity/index.ts';
import { Agenda } from './agenda.ts';
import { CheckAfterClosure } from './check-after-closure.ts';
import { ChildsVoice } from './childs-voice.ts';
import { CompleteFollowUp } from './commands/complete-follow-up.ts';
import { RescheduleFollowUp } from './commands/reschedule-follow-up.ts';
import { WaiveFollowUp } from './commands/waive-follow-up.ts';
import { MissedFollowUps } from './missed.ts';
import { Dispatch } from './dispatch.entity.ts';
import { Escalation } from './escalation.ts';
import { FollowUp } from './follow-up.entity.ts';
import { FollowUpPlan } from './follow-up-plan.ts';
import { FollowUps } from './follow-ups.ts';
import { FollowUpsController } from './follow-ups.controller.ts';
import { OpenFollowUps } from './open-follow-ups.ts';
import { PromiseLostReminders } from './promise-lost-reminders.ts';
import { ReckonAnew } from './reckon-anew.ts';
import { RemindOfFollowUp } from './remind-follow-up.ts';
import { TellOfFollowUps } from './tell-of-follow-ups.ts';
import { WhenCaseChanges } from './when-case-changes.ts';
import { WhenFollowUpEnds } from './when-follow-up-ends.ts';

/** The schedule of contacts: what is due, who was told, who is told next. */
@Module({
  imports: [TypeOrmModule.forFeature([FollowUp, Dispatch]), CasesModule, ConsentModule, IdentityModule],
  controllers: [FollowUpsController],
  providers: [
    FollowUps,
    Agenda,
    FollowUpPlan,
    OpenFollowUps,
    Escalation,
    WhenCaseChanges,
    WhenFollowUpEnds,
    CheckAfterClosure,
    ChildsVoice,
    ReckonAnew,
    RemindOfFollowUp,
    PromiseLostReminders,
    CompleteFollowUp,
    WaiveFollowUp,
    RescheduleFollowUp,
    MissedFollowUps,
    TellOfFollowUps,
  ],
  exports: [FollowUps],
})
export class FollowUpsModule {}
