import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.ts';
import { ConsentModule } from '../consent/index.ts';
import { IdentityModule } from '../identity/index.ts';
import { ReferralsModule } from '../referrals/index.ts';
import { BeginTask } from './commands/begin-task.ts';
import { BlockTask } from './commands/block-task.ts';
import { CancelTask } from './commands/cancel-task.ts';
import { ClaimTask } from './commands/claim-task.ts';
import { CompleteTask } from './commands/complete-task.ts';
import { DropTask } from './commands/drop-task.ts';
import { GiveTask } from './commands/give-task.ts';
import { MakeTask } from './commands/make-task.ts';
import { PassOnTask } from './commands/pass-on-task.ts';
import { ReleaseTask } from './commands/release-task.ts';
import { ReopenTask } from './commands/reopen-task.ts';
import { ResumeTask } from './commands/resume-task.ts';
import { ReturnTask } from './commands/return-task.ts';
import { UnclaimTask } from './commands/unclaim-task.ts';
import { VerifyTask } from './commands/verify-task.ts';
import { Fitness } from './fitness.ts';
import { TasksLeftBehind } from './left-behind.ts';
import { NewTasks } from './new-tasks.ts';
import { NoOpenTask } from './no-open-task.ts';
import { OpenTasks } from './open-tasks.ts';
import { OwnedTasksController } from './owned-tasks.controller.ts';
import { Owners } from './owners.ts';
import { PlanTasks } from './plan-tasks.ts';
import { EndOfTaskSharing } from './end-of-task-sharing.ts';
import { RunTaskClocks } from './run-task-clocks.ts';
import { TaskClock } from './task-clock.entity.ts';
import { TaskSharing } from './task-sharing.ts';
import { TaskPackage, TaskSource } from './task-parts.entity.ts';
import { TaskSources } from './task-sources.ts';
import { TaskSteps } from './task-steps.ts';
import { Task } from './task.entity.ts';
import { TaskChain, TaskLoad } from './task-figures.entity.ts';
import { TaskFiguresController } from './task-figures.controller.ts';
import { TasksController } from './tasks.controller.ts';
import { TellOfTasks } from './tell-of-tasks.ts';
import { WhenCaseChanges } from './when-case-changes.ts';
import { WhenConsentEnds } from './when-consent-ends.ts';
import { WhenTaskMoves } from './when-task-moves.ts';
import { Workload } from './workload.ts';

/** What is to be done for a returnee by whom and by when: each task has one owner, who never sees the case. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Task, TaskSource, TaskPackage, TaskClock, TaskChain, TaskLoad]),
    CasesModule,
    ConsentModule,
    IdentityModule,
    ReferralsModule,
  ],
  controllers: [TasksController, OwnedTasksController, TaskFiguresController],
  providers: [
    EndOfTaskSharing,
    Fitness,
    TasksLeftBehind,
    NewTasks,
    NoOpenTask,
    OpenTasks,
    Owners,
    PlanTasks,
    RunTaskClocks,
    TaskSharing,
    TaskSources,
    TaskSteps,
    TellOfTasks,
    WhenCaseChanges,
    WhenConsentEnds,
    WhenTaskMoves,
    Workload,
    BeginTask,
    BlockTask,
    CancelTask,
    ClaimTask,
    CompleteTask,
    DropTask,
    GiveTask,
    MakeTask,
    PassOnTask,
    ReleaseTask,
    ReopenTask,
    ResumeTask,
    ReturnTask,
    UnclaimTask,
    VerifyTask,
  ],
})
export class TasksModule {}
