import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Events } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { Cases, type Portrait } from '../cases/index.ts';
import { Owners } from './owners.ts';
import { applyingTo, dueOf, madeBy, type Applying } from './planning.ts';
import { TaskSources } from './task-sources.ts';
import { TasksDueAnew, TasksWanted } from './task.events.ts';

/** What of a case decides over its tasks: the person, and who is responsible. */
interface PlannedCase {
  readonly of: Portrait;
  readonly routing: Awaited<ReturnType<Cases['routing']>>;
}

/** Sees to it that a case has the tasks that its templates ask for, each once, however often it is looked. */
@Injectable()
export class PlanTasks {
  constructor(
    private readonly cases: Cases,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly reference: Reference,
    private readonly owners: Owners,
    private readonly sources: TaskSources,
  ) {}

  /** What the case asks for by now, beside what it has. */
  async complete(caseId: string): Promise<void> {
    const [case_, known] = await Promise.all([this.caseOf(caseId), this.sources.knownOf(caseId)]);
    const made = new Set(known.map(({ made }) => made));
    const templates = madeBy(case_.of.phase, this.reference.ids('phase'), this.reference.taskTemplates);
    const missing = templates.filter(({ id }) => !made.has(`${id}/1`));
    const wanted = this.applying(case_.of, missing).map((each) => ({ ...each, occurrence: 1 }));
    const undone = known.filter(({ isUndone }) => isUndone).map(({ template }) => template);
    await this.make(case_, wanted, undone);
  }

  /** One more task of a template: another handover, the next round of what is done again and again. */
  async again(caseId: string, templateId: string, after: Date): Promise<void> {
    const template = this.reference.taskTemplate(templateId);
    const [case_, last, undone] = await Promise.all([
      this.caseOf(caseId),
      this.sources.lastOf(caseId, templateId),
      this.sources.undoneAmong(caseId, template.after),
    ]);
    const [applying] = this.applying(case_.of, [template]);
    if (applying === undefined) return;
    const occurrence = last + 1;
    const { repeat } = template;
    if (occurrence > (repeat?.times ?? Infinity)) return;
    const calendar = this.reference.calendar(case_.of.country);
    const days = repeat?.days;
    const due = days === undefined || occurrence === 1 ? undefined : { dueOn: calendar.dueDayAfter(after, days), dueAt: null };
    await this.make(case_, [{ ...applying, occurrence }], undone, due);
  }

  /** Another worker is responsible: whoever was so hands over. */
  async handover(caseId: string, at: Date): Promise<void> {
    for (const { id, made } of this.reference.taskTemplates) if (made === 'on-owner-change') await this.again(caseId, id, at);
  }

  /** The day of the placement became known: what is counted from it is due on another day. */
  async byPlacement(caseId: string): Promise<void> {
    const {
      of,
      routing: { risk },
    } = await this.caseOf(caseId);
    const now = this.clock.now();
    const calendar = this.reference.calendar(of.country);
    const anew = (await this.sources.firstOnesOf(caseId)).flatMap(({ id: taskId, template: id, dueOn: before }) => {
      const template = this.reference.taskTemplate(id);
      const { dueOn } = dueOf(template, { of, now, isHighRisk: risk === 'high' }, calendar);
      return template.due.anchor === 'placement' && dueOn !== before ? [{ taskId, dueOn }] : [];
    });
    if (anew.length > 0) await this.events.publish(new TasksDueAnew(anew, now));
  }

  private applying(of: Portrait, templates: readonly Applying['template'][]): Applying[] {
    const today = this.reference.calendar(of.country).dayOf(this.clock.now());
    return applyingTo(of, templates, this.reference.ageBands('tasks'), today);
  }

  /** The case as the planning needs it, in one journey. */
  private async caseOf(caseId: string): Promise<PlannedCase> {
    const [of, routing] = await Promise.all([this.cases.portrait(caseId), this.cases.routing(caseId)]);
    return { of, routing };
  }

  private async make(
    { of, routing }: PlannedCase,
    wanted: readonly (Applying & { readonly occurrence: number })[],
    undone: readonly string[],
    due?: ReturnType<typeof dueOf>,
  ): Promise<void> {
    if (wanted.length === 0) return;
    const owners = await this.owners.nearest(
      wanted.map(({ template }) => template),
      of,
      routing.unitId,
    );
    const anchors = { of, now: this.clock.now(), isHighRisk: routing.risk === 'high' };
    const calendar = this.reference.calendar(of.country);
    const owned = wanted.map((each) => ({
      ...each,
      ...(due ?? dueOf(each.template, anchors, calendar)),
      owner: owners(each.template),
    }));
    const { id, country, risk, workerId, unitId, supervisorUnitId, specialistUnitId, sealed } = routing;
    const scope = { workerId, unitId, supervisorUnitId, specialistUnitId, sealed };
    await this.events.publish(new TasksWanted({ id, country, risk, legalBasis: of.legalBasis }, scope, owned, undone, anchors.now));
  }
}
