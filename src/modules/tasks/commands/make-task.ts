import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { newTaskCode } from '../../../kernel/case-code.ts';
import { Clock } from '../../../kernel/clock.ts';
import { day } from '../../../kernel/local-time.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { WorkingCalendar } from '../../../kernel/working-calendar.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { LookedAt, SafeText } from '../../../platform/free-text.ts';
import { Code, Codes, Day, Id, Maybe } from '../../../platform/input.ts';
import { Reference, type TaskTemplate } from '../../../platform/reference.ts';
import { listed, taskTemplateIds } from '../../../platform/shipped-reference.ts';
import { CaseRecord, Cases } from '../../cases/index.ts';
import { Fitness } from '../fitness.ts';
import { Owners } from '../owners.ts';
import { TaskSharing } from '../task-sharing.ts';
import { TaskSource } from '../task-parts.entity.ts';
import { TaskSources } from '../task-sources.ts';
import { Task } from '../task.entity.ts';
import { TaskMoved, TasksMade } from '../task.events.ts';
import { TaskRecord } from '../task.record.ts';

/** What is to be done, by whom and by when. */
export class NewTask extends LookedAt {
  @Code(taskTemplateIds) template: string;
  /** The unit that shall do it; without one the team does it itself. */
  @Maybe() @Id() toUnitId?: string;
  @Day() dueOn: string;
  @Maybe() @Code(listed('case-priority')) priority?: string;
  @Maybe() @Codes(listed('task-condition')) confirmed?: string[];
  /** What is to be done, where the kind does not say it: nothing by which the person could be found. */
  @Maybe() @SafeText(280) instruction?: string;
}

/** Refuses words that nobody asks for, or none where they are the task. */
function refuseUnfitWords({ instructed = false }: TaskTemplate, { instruction }: NewTask): void {
  if (instructed && instruction === undefined) throw invalidInput({ field: 'instruction', code: 'missing' });
  if (!instructed && instruction !== undefined) throw invalidInput({ field: 'instruction', code: 'not-asked-for' });
}

const endOfDay = '23:59';

/** The hour of what is due within hours, whoever makes it: of an earlier day its end. It is refused for a later day than that. */
function hourOf({ due: { hours } }: TaskTemplate, dueOn: string, now: Date, calendar: WorkingCalendar): Date | null {
  if (hours === undefined) return null;
  const at = new Date(now.getTime() + hours * 3_600_000);
  const latest = calendar.dayOf(at);
  if (dueOn > latest) throw invalidInput({ field: 'dueOn', code: 'too-late', params: { latest } });
  return dueOn === latest ? at : calendar.at(day(dueOn), endOfDay);
}

/** The case team gives a task to somebody, who gets what they need to know for it and nothing else. */
@Injectable()
export class MakeTask {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly cases: Cases,
    private readonly fitness: Fitness,
    private readonly owners: Owners,
    private readonly sharing: TaskSharing,
    private readonly sources: TaskSources,
  ) {}

  async run(caseId: string, input: NewTask): Promise<Answer> {
    const { template: id, toUnitId, dueOn, priority = 'normal', confirmed = [], instruction = null } = input;
    const found = await this.gate.take(CaseRecord, caseId, 'add-task');
    found.refuseWhenClosed();
    const template = this.reference.taskTemplate(id);
    const calendar = this.reference.calendar(found.country);
    const now = this.clock.now();
    if (dueOn < calendar.dayOf(now)) throw invalidInput({ field: 'dueOn', code: 'in-the-past' });
    const dueAt = hourOf(template, dueOn, now, calendar);
    const owner = await this.owners.chosen(template, toUnitId, found.unitId);
    await this.fitness.refuseUnfit(caseId, template);
    this.sharing.refuseUnconfirmed(template, confirmed);
    refuseUnfitWords(template, input);
    // Of one kind there may be several that are to be done, if their words say what.
    const open = instruction === null ? await this.sources.openOf(caseId, id) : null;
    if (open !== null) throw conflict('task-already-open', { taskId: open });

    const shared = await this.sharing.for(caseId, template, owner);
    const task = new Task();
    const dueDay = template.onNonWorkingDay === 'stays' ? day(dueOn) : calendar.workingDayFrom(day(dueOn));
    const facts = { id: randomUUID(), code: newTaskCode(), template: id, priority, dueOn: dueDay, dueAt };
    Object.assign(task, this.cases.scopeOf(found), owner, facts);
    task.release(now);
    this.gate.admit(TaskRecord, task);
    const source = Object.assign(new TaskSource(), { taskId: task.id, caseId, createdById: this.database.actor.id, confirmed });
    this.sharing.note(source, shared, instruction);
    await this.events.publish(new TasksMade({ country: found.country, risk: found.effectiveRisk(calendar.dayOf(now)) }, [task]));
    await this.events.publish(new TaskMoved(task, 'release', 'team', now));
    return this.gate.show(TaskRecord, task.id);
  }
}
