import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Events } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { Cases, type Portrait } from '../cases/index.ts';
import { Owners } from './owners.ts';
import { applyingTo, dueOf, madeBy, type Applying } from './planning.ts';
import { TaskSources } from './task-sources.ts';
import { TasksDueAnew, TasksWanted } from './task.events.ts';

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
    const of = await this.cases.portrait(caseId);
    const made = new Set(await this.sources.madeOf(caseId));
    const templates = madeBy(of.phase, this.reference.ids('phase'), this.reference.taskTemplates);
    await this.make(
      caseId,
      of,
      this.applying(
        of,
        templates.filter(({ id }) => !made.has(`${id}/1`)),
      ).map((each) => ({ ...each, occurrence: 1 })),
    );
  }

  /** One more task of a template: another handover, the next round of what is done again and again. */
  async again(caseId: string, templateId: string, after: Date): Promise<void> {
    const of = await this.cases.portrait(caseId);
    const [applying] = this.applying(of, [this.reference.taskTemplate(templateId)]);
    if (applying === undefined) return;
    const occurrence = (await this.sources.lastOf(caseId, templateId)) + 1;
    const { repeat } = applying.template;
    if (occurrence > (repeat?.times ?? Infinity)) return;
    const calendar = this.reference.calendar(of.country);
    const days = repeat?.days;
    const due = days === undefined || occurrence === 1 ? undefined : { dueOn: calendar.dueDayAfter(after, days), dueAt: null };
    await this.make(caseId, of, [{ ...applying, occurrence }], due);
  }

  /** Another worker is responsible: whoever was so hands over. */
  async handover(caseId: string, at: Date): Promise<void> {
    for (const { id, made } of this.reference.taskTemplates) if (made === 'on-owner-change') await this.again(caseId, id, at);
  }

  /** The day of the placement became known: what is counted from it is due on another day. */
  async byPlacement(caseId: string): Promise<void> {
    const of = await this.cases.portrait(caseId);
    const { risk } = await this.cases.routing(caseId);
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

  private async make(
    caseId: string,
    of: Portrait,
    wanted: readonly (Applying & { readonly occurrence: number })[],
    due?: ReturnType<typeof dueOf>,
  ): Promise<void> {
    if (wanted.length === 0) return;
    const routing = await this.cases.routing(caseId);
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
    const { workerId, unitId, supervisorUnitId, specialistUnitId, sealed } = routing;
    const scope = { workerId, unitId, supervisorUnitId, specialistUnitId, sealed };
    await this.events.publish(new TasksWanted(caseId, scope, of.legalBasis, owned, anchors.now));
  }
}
