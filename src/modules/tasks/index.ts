/** What is to be done for a returnee by whom and by when: each task has one owner, who never sees the case. */
export { TasksModule } from './tasks.module.ts';
export { TaskRecord } from './task.record.ts';
export { TaskChainRecord, TaskLoadRecord } from './task-figures.record.ts';
export { TaskClockRecord } from './task-clock.record.ts';
export { applyingTo, dueOf, madeBy } from './planning.ts';
export { newTasks } from './new-tasks.ts';
export { ownersAmong } from './owners.ts';
export { isByTheClock, momentsOf } from './moments.ts';
export { TasksWanted } from './task.events.ts';
export { TaskMoved, TaskReady, TaskReminderDue, TaskRescheduled } from './task.events.ts';
