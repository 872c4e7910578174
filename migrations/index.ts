import { Context1795000000001 } from './1795000000001-context.ts';
import { Platform1795000000002 } from './1795000000002-platform.ts';
import { Audit1795000000003 } from './1795000000003-audit.ts';
import { Identity1795000000004 } from './1795000000004-identity.ts';
import { Cases1795000000005 } from './1795000000005-cases.ts';
import { Promises1795000000006 } from './1795000000006-promises.ts';
import { FollowUps1795000000007 } from './1795000000007-follow-ups.ts';
import { Consent1795000000008 } from './1795000000008-consent.ts';
import { Referrals1795000000009 } from './1795000000009-referrals.ts';
import { Auditor1795000000010 } from './1795000000010-auditor.ts';
import { TightenedWalls1795000000011 } from './1795000000011-tightened-walls.ts';
import { Tidy1795000000012 } from './1795000000012-tidy.ts';
import { ToldOfReferrals1795000000015 } from './1795000000015-told-of-referrals.ts';
import { WokenByPromises1795000000016 } from './1795000000016-woken-by-promises.ts';
import { CountedTries1795000000017 } from './1795000000017-counted-tries.ts';
import { VouchedSignIn1795000000018 } from './1795000000018-vouched-sign-in.ts';
import { GuardedRows1795000000020 } from './1795000000020-guarded-rows.ts';
import { Upkeep1795000000022 } from './1795000000022-upkeep.ts';
import { Seal1795000000023 } from './1795000000023-seal.ts';
import { EndsOfConsent1795000000024 } from './1795000000024-ends-of-consent.ts';
import { SystemSight1795000000038 } from './1795000000038-system-sight.ts';
import { SenseOfAReferral1795000000039 } from './1795000000039-sense-of-a-referral.ts';
import { SensitiveGroups1795000000040 } from './1795000000040-sensitive-groups.ts';
import { ChangeLog1795000000114 } from './1795000000114-change-log.ts';
import { Timeline1795000000121 } from './1795000000121-timeline.ts';
import { ClosedGaps1795000000130 } from './1795000000130-closed-gaps.ts';
import { Leaner1795000000131 } from './1795000000131-leaner.ts';
import { Services1795000000140 } from './1795000000140-services.ts';
import { ServiceImports1795000000141 } from './1795000000141-service-imports.ts';
import { Tasks1795000000150 } from './1795000000150-tasks.ts';
import { TasksFromTemplates1795000000151 } from './1795000000151-tasks-from-templates.ts';
import { TaskClock1795000000152 } from './1795000000152-task-clock.ts';
import { WhatBlocksWhat1795000000153 } from './1795000000153-what-blocks-what.ts';
import { Climbing1795000000160 } from './1795000000160-climbing.ts';
import { Agenda1795000000161 } from './1795000000161-agenda.ts';
import { WaivedAndMoved1795000000162 } from './1795000000162-waived-and-moved.ts';
import { Delegation1795000000163 } from './1795000000163-delegation.ts';
import { MailHours1795000000164 } from './1795000000164-mail-hours.ts';
import { Mail1795000000170 } from './1795000000170-mail.ts';
import { Clients1795000000171 } from './1795000000171-clients.ts';
import { Webhooks1795000000172 } from './1795000000172-webhooks.ts';
import { Gauges1795000000173 } from './1795000000173-gauges.ts';
import { MailsOfBefore1795000000176 } from './1795000000176-mails-of-before.ts';
import { TasksBegin1795000000185 } from './1795000000185-tasks-begin.ts';
import { SharingProtocols1795000000190 } from './1795000000190-sharing-protocols.ts';
import { ConsentOverrides1795000000191 } from './1795000000191-consent-overrides.ts';
import { AskedServices1795000000197 } from './1795000000197-asked-services.ts';
import { ReferralClock1795000000198 } from './1795000000198-referral-clock.ts';
import { LeftBehind1795000000199 } from './1795000000199-left-behind.ts';
import { ReRouting1795000000204 } from './1795000000204-re-routing.ts';
import { ReferralMessages1795000000205 } from './1795000000205-referral-messages.ts';
import { UnitsWithoutAccounts1795000000211 } from './1795000000211-units-without-accounts.ts';
import { Slips1795000000212 } from './1795000000212-slips.ts';
import { AnsweredBySlip1795000000213 } from './1795000000213-answered-by-slip.ts';
import { ConfirmedDeliveries1795000000217 } from './1795000000217-confirmed-deliveries.ts';
import { GroupSessions1795000000218 } from './1795000000218-group-sessions.ts';
import { LeanLog1795000000223 } from './1795000000223-lean-log.ts';
import { PromisedTogether1795000000224 } from './1795000000224-promised-together.ts';
import { LoopFigures1795000000230 } from './1795000000230-loop-figures.ts';
import { FiguresOfPeople1795000000231 } from './1795000000231-figures-of-people.ts';
import { TasksLetGo1795000000240 } from './1795000000240-tasks-let-go.ts';
import { ApprovalsByTheClock1795000000241 } from './1795000000241-approvals-by-the-clock.ts';
import { ToldStale1795000000245 } from './1795000000245-told-stale.ts';
import { StandingIn1795000000250 } from './1795000000250-standing-in.ts';
import { BegunAnew1795000000260 } from './1795000000260-begun-anew.ts';
import { DoneAgain1795000000261 } from './1795000000261-done-again.ts';
import { Instructions1795000000262 } from './1795000000262-instructions.ts';
import { ClosedUnits1795000000270 } from './1795000000270-closed-units.ts';
import { ShutOut1795000000271 } from './1795000000271-shut-out.ts';
import { ProtocolsAreTold1795000000272 } from './1795000000272-protocols-are-told.ts';
import { RungAgain1795000000273 } from './1795000000273-rung-again.ts';
import { NextSteps1795000000280 } from './1795000000280-next-steps.ts';
import { WithdrawnDeliveries1795000000281 } from './1795000000281-withdrawn-deliveries.ts';
import { HeardByTheWorker1795000000282 } from './1795000000282-heard-by-the-worker.ts';
import { Queues1795000000283 } from './1795000000283-queues.ts';
import { SentWhenItIs1795000000284 } from './1795000000284-sent-when-it-is.ts';
import { Bounces1795000000290 } from './1795000000290-bounces.ts';
import { NotReached1795000000291 } from './1795000000291-not-reached.ts';
import { ShortMessages1795000000292 } from './1795000000292-short-messages.ts';
import { ChildsVoice1795000000300 } from './1795000000300-childs-voice.ts';
import { Feedback1795000000301 } from './1795000000301-feedback.ts';
import { SitesOfServices1795000000310 } from './1795000000310-sites-of-services.ts';
import { ConsentEndsTold1795000000320 } from './1795000000320-consent-ends-told.ts';
import { UnsentDrafts1795000000321 } from './1795000000321-unsent-drafts.ts';

/** Every step the database has taken, in order; a step never changes what it does once it has landed. */
export const migrations = [
  Context1795000000001,
  Platform1795000000002,
  Audit1795000000003,
  Identity1795000000004,
  Cases1795000000005,
  Promises1795000000006,
  FollowUps1795000000007,
  Consent1795000000008,
  Referrals1795000000009,
  Auditor1795000000010,
  TightenedWalls1795000000011,
  Tidy1795000000012,
  ToldOfReferrals1795000000015,
  WokenByPromises1795000000016,
  CountedTries1795000000017,
  VouchedSignIn1795000000018,
  GuardedRows1795000000020,
  Upkeep1795000000022,
  Seal1795000000023,
  EndsOfConsent1795000000024,
  SystemSight1795000000038,
  SenseOfAReferral1795000000039,
  SensitiveGroups1795000000040,
  ChangeLog1795000000114,
  Timeline1795000000121,
  ClosedGaps1795000000130,
  Leaner1795000000131,
  Services1795000000140,
  ServiceImports1795000000141,
  Tasks1795000000150,
  TasksFromTemplates1795000000151,
  TaskClock1795000000152,
  WhatBlocksWhat1795000000153,
  Climbing1795000000160,
  Agenda1795000000161,
  WaivedAndMoved1795000000162,
  Delegation1795000000163,
  MailHours1795000000164,
  Mail1795000000170,
  Clients1795000000171,
  Webhooks1795000000172,
  Gauges1795000000173,
  MailsOfBefore1795000000176,
  TasksBegin1795000000185,
  SharingProtocols1795000000190,
  ConsentOverrides1795000000191,
  AskedServices1795000000197,
  ReferralClock1795000000198,
  LeftBehind1795000000199,
  ReRouting1795000000204,
  ReferralMessages1795000000205,
  UnitsWithoutAccounts1795000000211,
  Slips1795000000212,
  AnsweredBySlip1795000000213,
  ConfirmedDeliveries1795000000217,
  GroupSessions1795000000218,
  LeanLog1795000000223,
  PromisedTogether1795000000224,
  LoopFigures1795000000230,
  FiguresOfPeople1795000000231,
  TasksLetGo1795000000240,
  ApprovalsByTheClock1795000000241,
  ToldStale1795000000245,
  StandingIn1795000000250,
  BegunAnew1795000000260,
  DoneAgain1795000000261,
  Instructions1795000000262,
  ClosedUnits1795000000270,
  ShutOut1795000000271,
  ProtocolsAreTold1795000000272,
  RungAgain1795000000273,
  NextSteps1795000000280,
  WithdrawnDeliveries1795000000281,
  HeardByTheWorker1795000000282,
  Queues1795000000283,
  SentWhenItIs1795000000284,
  Bounces1795000000290,
  NotReached1795000000291,
  ShortMessages1795000000292,
  ChildsVoice1795000000300,
  Feedback1795000000301,
  SitesOfServices1795000000310,
  ConsentEndsTold1795000000320,
  UnsentDrafts1795000000321,
];
