import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.ts';
import { ConsentModule } from '../consent/index.ts';
import { IdentityModule } from '../identity/index.ts';
import { Answering } from './answering.ts';
import { Approvals } from './approvals.ts';
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
import { RejectReferral } from './commands/reject-referral.ts';
import { RequestApproval } from './commands/request-approval.ts';
import { RequestOverride } from './commands/request-override.ts';
import { ResumeReferral } from './commands/resume-referral.ts';
import { ReviewOverride } from './commands/review-override.ts';
import { SeeReferral } from './commands/see-referral.ts';
import { SendReferral } from './commands/send-referral.ts';
import { TakeOverReferral } from './commands/take-over-referral.ts';
import { UnclaimReferral } from './commands/unclaim-referral.ts';
import { ConsentOverride } from './consent-override.entity.ts';
import { ConsentOverrides } from './consent-overrides.ts';
import { ConsentOverridesController } from './consent-overrides.controller.ts';
import { Disclosure } from './disclosure.ts';
import { NoOpenLoop } from './no-open-loop.ts';
import { OverrideReview } from './override-review.ts';
import { PackageEnd } from './package-end.ts';
import { ReferralApproval } from './referral-approval.entity.ts';
import { ReferralPackage, ReferralSource } from './referral-parts.entity.ts';
import { Referral } from './referral.entity.ts';
import { ReferralsController } from './referrals.controller.ts';
import { ServiceDays } from './service-days.ts';
import { Specialists } from './specialists.ts';
import { Sources } from './sources.ts';
import { TellOfOverrides } from './tell-of-overrides.ts';
import { TellOfReferrals } from './tell-of-referrals.ts';
import { UnseenReferrals } from './unseen-referrals.ts';
import { WhenConsentEnds } from './when-consent-ends.ts';
import { WhenOverrideReversed } from './when-override-reversed.ts';

/** Requests to other agencies, what was shared for them, and what came of them. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Referral, ReferralSource, ReferralPackage, ReferralApproval, ConsentOverride]),
    CasesModule,
    ConsentModule,
    IdentityModule,
  ],
  controllers: [ReferralsController, ApprovalsController, ConsentOverridesController],
  providers: [
    Answering,
    Approvals,
    ConsentOverrides,
    Disclosure,
    NoOpenLoop,
    OverrideReview,
    PackageEnd,
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
    DecideOverride,
    EnterReferralInError,
    FailReferral,
    HoldReferral,
    MakeReferral,
    RejectReferral,
    RequestApproval,
    RequestOverride,
    ResumeReferral,
    ReviewOverride,
    SeeReferral,
    SendReferral,
    TakeOverReferral,
    UnclaimReferral,
    UnseenReferrals,
  ],
  exports: [Disclosure, ServiceDays, Sources, UnseenReferrals],
})
export class ReferralsModule {}
