import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import type { Known } from './rounds.ts';
import { TaskSource } from './task-parts.entity.ts';
import { Task } from './task.entity.ts';
import { workingStates } from './task.lifecycle.ts';

/** The case team's side of tasks, for whoever may see it. */
@Injectable()
export class TaskSources {
  constructor(private readonly database: Database) {}

  /** Whose case a task is of, and on which consent it stands. */
  async of(taskId: string): Promise<TaskSource> {
    const [row] = await this.database.rows<Record<string, unknown>>({
      name: 'task-source-of',
      text: 'SELECT * FROM task_source WHERE task_id = $1',
      values: [taskId],
    });
    if (row === undefined) throw notFound();
    return this.database.hydrate(TaskSource, row);
  }

  /** A task of this kind in the case that nobody has ended; null if there is none. */
  async openOf(caseId: string, template: string): Promise<string | null> {
    const [row] = await this.database.rows<{ id: string }>({
      name: 'task-open-of',
      text: `SELECT t.id FROM task_source s JOIN task t ON t.id = s.task_id
             WHERE s.case_id = $1 AND t.template = $2 AND t.status NOT IN ('dropped', 'verified', 'cancelled') ORDER BY t.id LIMIT 1`,
      values: [caseId, template],
    });
    return row?.id ?? null;
  }

  /** The tasks of a case in some states. */
  async inStates(caseId: string, states: readonly string[]): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'tasks-in-states',
      text: `SELECT t.id FROM task_source s JOIN task t ON t.id = s.task_id WHERE s.case_id = $1 AND t.status = ANY ($2) ORDER BY t.id`,
      values: [caseId, states],
    });
    return rows.map(({ id }) => id);
  }

  /** Of these kinds of task, those that the case has and that nobody has done yet. */
  async undoneAmong(caseId: string, templates: readonly string[]): Promise<string[]> {
    if (templates.length === 0) return [];
    const rows = await this.database.rows<{ template: string }>({
      name: 'tasks-undone-among',
      text: `SELECT DISTINCT t.template FROM task_source s JOIN task t ON t.id = s.task_id WHERE s.case_id = $1 AND t.template = ANY ($2)
               AND t.status NOT IN ('dropped', 'done', 'verified', 'cancelled') ORDER BY 1`,
      values: [caseId, templates],
    });
    return rows.map(({ template }) => template);
  }

  /** How many tasks of a case other agencies have in some states. */
  async outsideInStates(caseId: string, states: readonly string[]): Promise<number> {
    const [row] = await this.database.rows<{ n: number }>({
      name: 'tasks-outside',
      text: `SELECT count(*)::int AS n FROM task_source s JOIN task t ON t.id = s.task_id
             WHERE s.case_id = $1 AND t.status = ANY ($2) AND NOT t.of_team`,
      values: [caseId, states],
    });
    return row?.n ?? 0;
  }

  /** The tasks of a case for which something is shared. */
  async sharedOf(caseId: string): Promise<TaskSource[]> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'task-sources-shared',
      text: `SELECT s.* FROM task_source s JOIN task t ON t.id = s.task_id WHERE s.case_id = $1 AND s.consent_id IS NOT NULL
               AND NOT t.sharing_ended ORDER BY s.task_id`,
      values: [caseId],
    });
    return rows.map((row) => this.database.hydrate(TaskSource, row));
  }

  /** All tasks of a case, as far as they decide which ones it still lacks; of one kind the later ones last. */
  async knownOf(caseId: string): Promise<Known[]> {
    return this.database.rows({
      name: 'tasks-made',
      text: `SELECT t.template, coalesce(s.occurrence, 1) AS occurrence, s.from_template IS NULL AS "byHand", s.age_at_edge AS "ageAtEdge", t.status, t.reason, t.due_on AS "dueOn",
               t.ended_at AS "endedAt", t.done_at AS "doneAt", t.goal_reached AS "goalReached", t.next_on AS "nextOn"
             FROM task_source s JOIN task t ON t.id = s.task_id WHERE s.case_id = $1 ORDER BY occurrence, s.restarts, t.id`,
      values: [caseId],
    });
  }

  /** The rounds of a kind that a template made and that nobody has taken on yet. */
  async roundsNotBegun(caseId: string, template: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'rounds-not-begun',
      text: `SELECT t.id FROM task_source s JOIN task t ON t.id = s.task_id WHERE s.case_id = $1 AND s.from_template = $2
               AND t.status IN ('waiting', 'open') ORDER BY t.id`,
      values: [caseId, template],
    });
    return rows.map(({ id }) => id);
  }

  /** The tasks of a case that its templates made first and that nobody has done yet. */
  async firstOnesOf(caseId: string): Promise<{ id: string; template: string; dueOn: string }[]> {
    return this.database.rows({
      name: 'tasks-made-first',
      text: `SELECT t.id, t.template, t.due_on AS "dueOn" FROM task_source s JOIN task t ON t.id = s.task_id
             WHERE s.case_id = $1 AND s.occurrence = 1 AND t.status NOT IN ('dropped', 'done', 'verified', 'cancelled') ORDER BY t.id`,
      values: [caseId],
    });
  }

  /** The tasks of a case of these templates that wait. */
  async waitingFor(caseId: string, templates: readonly string[]): Promise<string[]> {
    if (templates.length === 0) return [];
    const rows = await this.database.rows<{ id: string }>({
      name: 'tasks-waiting',
      text: `SELECT t.id FROM task_source s JOIN task t ON t.id = s.task_id
             WHERE s.case_id = $1 AND t.template = ANY ($2) AND t.status = 'waiting' ORDER BY t.id`,
      values: [caseId, templates],
    });
    return rows.map(({ id }) => id);
  }

  /** The tasks of a case that somebody still has to do. */
  openOnesOf(caseId: string): Promise<string[]> {
    return this.inStates(caseId, ['waiting', ...workingStates]);
  }

  /** The tasks themselves that are not over. */
  async openTasksOf(caseId: string): Promise<Task[]> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'open-tasks-of',
      text: `SELECT t.* FROM task_source s JOIN task t ON t.id = s.task_id WHERE s.case_id = $1 AND t.status = ANY ($2) ORDER BY t.id`,
      values: [caseId, ['waiting', ...workingStates]],
    });
    return rows.map((row) => this.database.hydrate(Task, row));
  }
}
