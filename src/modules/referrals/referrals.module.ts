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
import { ApprovalsController } from './approvals.controller.ts';
import { AcceptReferral } from './commands/accept-referral.ts';
import { CancelReferral } from './commands/cancel-referral.ts';
import { ClaimReferral } from './commands/claim-referral.ts';
import { CompleteReferral } from './commands/complete-referral.ts';
import { DecideApproval } from './commands/decide-approval.ts';
import { EnterReferralInError } from './commands/enter-in-error-referral.ts';
import { FailReferral } from './commands/fail-referral.ts';
import { HoldReferral } from './commands/hold-referral.ts';
import { MakeReferral } from './commands/make-referral.ts';
import { RejectReferral } from './commands/reject-referral.ts';
import { RequestApproval } from './commands/request-approval.ts';
import { ResumeReferral } from './commands/resume-referral.ts';
import { SeeReferral } from './commands/see-referral.ts';
import { SendReferral } from './commands/send-referral.ts';
import { TakeOverReferral } from './commands/take-over-referral.ts';
import { UnclaimReferral } from './commands/unclaim-referral.ts';
import { Disclosure } from './disclosure.ts';
import { Escalation } from './escalation.ts';
import { LeftBehind } from './left-behind.ts';
import { NoOpenLoop } from './no-open-loop.ts';
import { NoteAcceptance } from './note-acceptance.ts';
import { PackageEnd } from './package-end.ts';
import { ReferralApproval } from './referral-approval.entity.ts';
import { ReferralClock } from './referral-clock.entity.ts';
import { ReferralPackage, ReferralSource } from './referral-parts.entity.ts';
import { Referral } from './referral.entity.ts';
import { ReferralsController } from './referrals.controller.ts';
import { RunReferralClocks } from './run-referral-clocks.ts';
import { ServiceDays } from './service-days.ts';
import { Specialists } from './specialists.ts';
import { Sources } from './sources.ts';
import { TellOfReferrals } from './tell-of-referrals.ts';
import { UnseenReferrals } from './unseen-referrals.ts';
import { WaitingReferralsController } from './waiting-referrals.controller.ts';
import { WaitingReferrals } from './waiting-referrals.ts';
import { WhenConsentEnds } from './when-consent-ends.ts';

/** Requests to other agencies, what was shared for them, and what came of them. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Referral, ReferralSource, ReferralPackage, ReferralApproval, ReferralClock]),
    CasesModule,
    ConsentModule,
    DirectoryModule,
    IdentityModule,
  ],
  controllers: [ReferralsController, WaitingReferralsController, ApprovalsController],
  providers: [
    Answering,
    Approvals,
    AskedServices,
    Disclosure,
    Escalation,
    LeftBehind,
    NoOpenLoop,
    PackageEnd,
    RunReferralClocks,
    ServiceDays,
    Sources,
    Specialists,
    TellOfReferrals,
    WhenConsentEnds,
    AcceptReferral,
    CancelReferral,
    ClaimReferral,
    CompleteReferral,
    DecideApproval,
    NoteAcceptance,
    EnterReferralInError,
    FailReferral,
    HoldReferral,
    MakeReferral,
    RejectReferral,
    RequestApproval,
    ResumeReferral,
    SeeReferral,
    SendReferral,
    TakeOverReferral,
    UnclaimReferral,
    UnseenReferrals,
    WaitingReferrals,
    Arrivals,
  ],
  exports: [Arrivals, Disclosure, ServiceDays, Sources, UnseenReferrals],
})
export class ReferralsModule {}
