import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.ts';
import { ConsentModule } from '../consent/index.ts';
import { DirectoryModule } from '../directory/index.ts';
import { IdentityModule } from '../identity/index.ts';
import { Answering } from './answering.ts';
import { Arrivals } from './arrivals.ts';
import { AskedServices } from './asked-services.ts';
import { Approvals } from './approvals.ts';
import { ApprovalReminder } from './approval-reminder.ts';
import { ApprovalsController } from './approvals.controller.ts';
import { AcceptReferral } from './commands/accept-referral.ts';
import { CancelReferral } from './commands/cancel-referral.ts';
import { ClaimReferral } from './commands/claim-referral.ts';
import { CompleteReferral } from './commands/complete-referral.ts';
import { DecideApproval } from './commands/decide-approval.ts';
import { DecideOverride } from './commands/decide-override.ts';
import { EnterReferralInError } from './commands/enter-in-error-referral.ts';
import { FailReferral } from './commands/fail-referral.ts';
import { HoldReferral } from './commands/hold-referral.ts';
import { MakeReferral } from './commands/make-referral.ts';
import { RecallReferral } from './commands/recall-referral.ts';
import { RejectReferral } from './commands/reject-referral.ts';
import { RequestApproval } from './commands/request-approval.ts';
import { ReRouteReferral } from './commands/re-route-referral.ts';
import { RequestOverride } from './commands/request-override.ts';
import { ResumeReferral } from './commands/resume-referral.ts';
import { ReviewOverride } from './commands/review-override.ts';
import { SayNextStep } from './commands/say-next-step.ts';
import { SeeReferral } from './commands/see-referral.ts';
import { SendReferral } from './commands/send-referral.ts';
import { TakeOverReferral } from './commands/take-over-referral.ts';
import { UnclaimReferral } from './commands/unclaim-referral.ts';
import { CancelReasons } from './cancel-reasons.ts';
import { Chain } from './chain.ts';
import { ConsentOverride, ConsentOverrideSource } from './consent-override.entity.ts';
import { ConsentOverrides } from './consent-overrides.ts';
import { ConsentOverridesController } from './consent-overrides.controller.ts';
import { Disclosure } from './disclosure.ts';
import { Escalation } from './escalation.ts';
import { LeftBehind } from './left-behind.ts';
import { Making } from './making.ts';
import { MessagesController } from './messages/messages.controller.ts';
import { ReadMessage } from './messages/read-message.ts';
import { ReferralMessage } from './messages/referral-message.entity.ts';
import { WriteMessage } from './messages/write-message.ts';
import { NextSteps } from './next-steps.ts';
import { NoOpenLoop } from './no-open-loop.ts';
import { NoteAcceptance } from './note-acceptance.ts';
import { OverrideReminders } from './override-reminders.ts';
import { OverrideReview } from './override-review.ts';
import { PackageEnd } from './package-end.ts';
import { ReferralApproval } from './referral-approval.entity.ts';
import { ReferralClock } from './referral-clock.entity.ts';
import { ReferralPackage, ReferralSource } from './referral-parts.entity.ts';
import { QueueController } from './queue/queue.controller.ts';
import { ShowQueuePlace } from './queue/queue-place.ts';
import { Queues } from './queue/queues.ts';
import { Questions } from './questions.ts';
import { Referral } from './referral.entity.ts';
import { ReferralsController } from './referrals.controller.ts';
import { RunReferralClocks } from './run-referral-clocks.ts';
import { Sending } from './sending.ts';
import { ServiceDays } from './service-days.ts';
import { Specialists } from './specialists.ts';
import { Sources } from './sources.ts';
import { TellOfOverrides } from './tell-of-overrides.ts';
import { TellOfReferrals } from './tell-of-referrals.ts';
import { UnseenReferrals } from './unseen-referrals.ts';
import { WaitingReferralsController } from './waiting-referrals.controller.ts';
import { WaitingReferrals } from './waiting-referrals.ts';
import { WhenConsentEnds } from './when-consent-ends.ts';
import { WhenNobodyCanDecide } from './when-nobody-can-decide.ts';
import { WhenOverrideReversed } from './when-override-reversed.ts';

/** Requests to other agencies, what was shared for them, and what came of them. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      Referral,
      ReferralSource,
      ReferralPackage,
      ReferralApproval,
      ConsentOverride,
      ConsentOverrideSource,
      ReferralClock,
      ReferralMessage,
    ]),
    CasesModule,
    ConsentModule,
    DirectoryModule,
    IdentityModule,
  ],
  controllers: [
    ReferralsController,
    WaitingReferralsController,
    QueueController,
    ApprovalsController,
    MessagesController,
    ConsentOverridesController,
  ],
  providers: [
    Answering,
    ApprovalReminder,
    Approvals,
    AskedServices,
    CancelReasons,
    Chain,
    ConsentOverrides,
    Disclosure,
    Escalation,
    LeftBehind,
    Making,
    NextSteps,
    NoOpenLoop,
    OverrideReminders,
    OverrideReview,
    WhenNobodyCanDecide,
    PackageEnd,
    Questions,
    Queues,
    ShowQueuePlace,
    RunReferralClocks,
    Sending,
    ServiceDays,
    Sources,
    Specialists,
    TellOfOverrides,
    TellOfReferrals,
    WhenConsentEnds,
    WhenOverrideReversed,
    AcceptReferral,
    CancelReferral,
    ClaimReferral,
    CompleteReferral,
    DecideApproval,
    NoteAcceptance,
    DecideOverride,
    EnterReferralInError,
    FailReferral,
    HoldReferral,
    MakeReferral,
    ReadMessage,
    RecallReferral,
    RejectReferral,
    RequestApproval,
    ReRouteReferral,
    RequestOverride,
    ResumeReferral,
    ReviewOverride,
    SayNextStep,
    SeeReferral,
    SendReferral,
    TakeOverReferral,
    UnclaimReferral,
    UnseenReferrals,
    WaitingReferrals,
    Arrivals,
    WriteMessage,
  ],
  exports: [
    Arrivals,
    Disclosure,
    ServiceDays,
    Sources,
    UnseenReferrals,
    AcceptReferral,
    CompleteReferral,
    FailReferral,
    RejectReferral,
    SeeReferral,
  ],
})
export class ReferralsModule {}
