import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity/index.ts';
import { CaseConditions } from './case-conditions.ts';
import { Change } from './change.entity.ts';
import { CaseCore } from './case-core.entity.ts';
import { CaseClinicalEntry, CaseHealth } from './case-health.entity.ts';
import { CaseHealthController } from './case-health.controller.ts';
import { CaseAnchor, CaseProfile, CaseSituation } from './case-parts.entity.ts';
import { CaseNeed, CaseNote } from './case-rows.entity.ts';
import { CaseSealController } from './case-seal.controller.ts';
import { CaseRowsController } from './case-rows.controller.ts';
import { CaseDisclosure, CaseProtection } from './case-safety.entity.ts';
import { CaseSafetyController } from './case-safety.controller.ts';
import { CaseStoryController } from './case-story.controller.ts';
import { Cases } from './cases.ts';
import { CasesController } from './cases.controller.ts';
import { AddClinicalEntry } from './commands/add-clinical-entry.ts';
import { AddHealth } from './commands/add-health.ts';
import { AddNeed } from './commands/add-need.ts';
import { AddNote } from './commands/add-note.ts';
import { AddProtection } from './commands/add-protection.ts';
import { AssignCase } from './commands/assign-case.ts';
import { CloseCase } from './commands/close-case.ts';
import { EditCase } from './commands/edit-case.ts';
import { HandOverSealed } from './commands/hand-over-sealed.ts';
import { MoveCase } from './commands/move-case.ts';
import { MoveToPhase } from './commands/move-to-phase.ts';
import { NameReaders } from './commands/name-readers.ts';
import { RecordDisclosure } from './commands/record-disclosure.ts';
import { RefuseClosure } from './commands/refuse-closure.ts';
import { RegisterCase } from './commands/register-case.ts';
import { ReopenCase } from './commands/reopen-case.ts';
import { RequestClosure } from './commands/request-closure.ts';
import { SealCase } from './commands/seal-case.ts';
import { SetRisk } from './commands/set-risk.ts';
import { UnsealCase } from './commands/unseal-case.ts';
import { DisclosureReaders } from './disclosure-readers.ts';
import { EditInCase } from './edit-in-case.ts';
import { ExpireRisks } from './expire-risks.ts';
import { CaseBehind } from './case-behind.ts';
import { TellOfCases } from './tell-of-cases.ts';
import { Timeline } from './timeline.ts';
import { TimelineEntry } from './timeline-entry.entity.ts';

/** The case: one person's way home, known by a code. */
@Module({
  imports: [
    TypeOrmModule.forFeature([CaseCore, CaseProfile, CaseAnchor, CaseSituation, CaseNeed, CaseNote]),
    TypeOrmModule.forFeature([CaseHealth, CaseClinicalEntry, CaseDisclosure, CaseProtection, TimelineEntry, Change]),
    IdentityModule,
  ],
  controllers: [CasesController, CaseRowsController, CaseSealController, CaseHealthController, CaseSafetyController, CaseStoryController],
  providers: [
    Cases,
    Timeline,
    TellOfCases,
    CaseConditions,
    RegisterCase,
    EditCase,
    SetRisk,
    ExpireRisks,
    AssignCase,
    SealCase,
    UnsealCase,
    HandOverSealed,
    MoveCase,
    MoveToPhase,
    RequestClosure,
    RefuseClosure,
    CloseCase,
    ReopenCase,
    AddNeed,
    AddNote,
    AddHealth,
    AddClinicalEntry,
    RecordDisclosure,
    NameReaders,
    DisclosureReaders,
    AddProtection,
    CaseBehind,
    EditInCase,
  ],
  exports: [Cases, CaseConditions],
})
export class CasesModule {}
