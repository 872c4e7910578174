import { Entity } from 'typeorm';
import { StepClock } from '../../platform/jobs/step-clock.ts';

/** When whom to remind of a task next; it bears the id of its task. */
@Entity('task_clock')
export class TaskClock extends StepClock {}
