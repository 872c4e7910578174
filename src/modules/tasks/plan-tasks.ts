import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import type { LocalDay } from '../../kernel/local-time.ts';
import { Events } from '../../platform/events.ts';
import { Reference, type TaskTemplate } from '../../platform/reference.ts';
import { Cases, type CaseScope, type Portrait } from '../cases/index.ts';
import { Consents } from '../consent/index.ts';
import { Owners, type Owner } from './owners.ts';
import { applyingTo, dueAgain, dueAnew, dueOf, holdsOf, madeBy, suits, type Anchors, type Applying, type Due } from './planning.ts';
import { isStopped, standings, stoppedByClosure, stoppedByConsent, type Known, type Standing } from './rounds.ts';
import { TaskSharing } from './task-sharing.ts';
import { TaskSources } from './task-sources.ts';
import { TasksDueAnew, TasksWanted } from './task.events.ts';

/** What of a case decides over its tasks: the person, and who is responsible. */
interface PlannedCase {
  readonly of: Portrait;
  readonly routing: Awaited<ReturnType<Cases['routing']>>;
}

/** A task that the case lacks, and for which time it is done; due as its template says, if nothing else is said. */
type WantedRound = Applying & { readonly occurrence: number; readonly restarts: number; readonly due?: Due };

/** The columns by which every task of a case is judged. */
function scopeIn({ workerId, unitId, supervisorUnitId, specialistUnitId, sealed }: PlannedCase['routing']): CaseScope {
  return { workerId, unitId, supervisorUnitId, specialistUnitId, sealed };
}

const firstTime = { occurrence: 1, restarts: 0 };

/** Sees to it that a case has the tasks that its templates ask for, each once, however often it is looked. */
@Injectable()
export class PlanTasks {
  constructor(
    private readonly cases: Cases,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly reference: Reference,
    private readonly consents: Consents,
    private readonly owners: Owners,
    private readonly sharing: TaskSharing,
    private readonly sources: TaskSources,
  ) {}

  /**
   * What the case asks for by now, beside what it has: what is made for the first time, what stopped for a reason that is over, and the
   * next round of what was found done. Nothing in a case that is closed: what it lacks then is made when it is taken up again.
   */
  async complete(caseId: string): Promise<void> {
    const [case_, known] = await Promise.all([this.caseOf(caseId), this.sources.knownOf(caseId)]);
    if (!case_.routing.isOpen) return;
    const standing = standings(known);
    const templates = madeBy(case_.of.phase, this.reference.ids('phase'), this.reference.taskTemplates);
    const missing = templates.filter(({ id }) => !standing.has(id));
    const first = this.applying(case_.of, missing).map((each) => ({ ...each, ...firstTime }));
    const agreed = await this.agreedAgain(caseId, [...standing.values()]);
    const anew = [...standing.values()].flatMap((each) => this.anew(case_, each, agreed));
    const undone = known.filter(({ endedAt }) => endedAt === null).map(({ template }) => template);
    await this.make(case_, [...first, ...anew], undone);
  }

  /**
   * The next round of what was just called done, where its goal is not reached: a contact each day, or a dose, waits for nobody who
   * looks whether the last one was. Made as the system, which knows nothing of the person: whoever did it is to do it again.
   */
  async nextRound(caseId: string, templateId: string, { ownerUnitId, ownerAgencyId, ofTeam }: Owner): Promise<void> {
    const [routing, known] = await Promise.all([this.cases.routing(caseId), this.sources.knownOf(caseId)]);
    const { last, occurrences } = standings(known).get(templateId) ?? {};
    if (!routing.isOpen || last?.status !== 'done' || occurrences === undefined) return;
    const template = this.reference.taskTemplate(templateId);
    const now = this.clock.now();
    const due = dueAgain(template, last.nextOn, now, this.reference.calendar(routing.country));
    if (due === null || occurrences >= (template.repeat?.times ?? Infinity)) return;
    const { id, country, risk } = routing;
    const owner = ofTeam ? await this.owners.team(routing.unitId) : { ownerUnitId, ownerAgencyId, ofTeam };
    const round = { template, ...due, owner, occurrence: occurrences + 1, restarts: 0, ageAtEdge: last.ageAtEdge };
    const undone = await this.sources.undoneAmong(caseId, template.after);
    // The system does not know on which basis a case stands: what that spares somebody, the team lets go by hand.
    await this.events.publish(new TasksWanted({ id, country, risk, legalBasis: '' }, scopeIn(routing), [round], undone, now));
  }

  /** Somebody agreed to something: what had stopped because nobody did may go on. */
  async afterConsent(caseId: string): Promise<void> {
    const known = await this.sources.knownOf(caseId);
    if (known.some(({ reason }) => stoppedByConsent(reason))) await this.complete(caseId);
  }

  /** Another worker is responsible: whoever was so hands over, each time anew. */
  async handover(caseId: string): Promise<void> {
    const handovers = this.reference.taskTemplates.filter(({ made }) => made === 'on-owner-change');
    const [case_, known] = await Promise.all([this.caseOf(caseId), this.sources.knownOf(caseId)]);
    if (!case_.routing.isOpen) return;
    const standing = standings(known);
    const wanted = this.applying(case_.of, handovers).map((each) => ({
      ...each,
      occurrence: (standing.get(each.template.id)?.occurrences ?? 0) + 1,
      restarts: 0,
    }));
    await this.make(case_, wanted, []);
  }

  /** The day of the placement became known: what is counted from it is due on another day. */
  async byPlacement(caseId: string): Promise<void> {
    const case_ = await this.caseOf(caseId);
    const anchors = this.anchorsOf(case_);
    const calendar = this.reference.calendar(case_.of.country);
    const anew = (await this.sources.firstOnesOf(caseId)).flatMap(({ id: taskId, template: id, dueOn: before }) => {
      const template = this.reference.taskTemplate(id);
      const { dueOn } = dueOf(template, anchors, calendar);
      return template.due.anchor === 'placement' && dueOn !== before ? [{ taskId, dueOn }] : [];
    });
    if (anew.length > 0) await this.events.publish(new TasksDueAnew(anew, anchors.now));
  }

  private applying(of: Portrait, templates: readonly Applying['template'][]): Applying[] {
    return applyingTo(of, templates, this.reference.ageBands('tasks'), this.todayIn(of));
  }

  /** One more task of a kind that the case has had: begun anew, or done another time; none if it need not be. */
  private anew(case_: PlannedCase, { last, occurrences, stops }: Standing, agreed: (of: TaskTemplate) => boolean): WantedRound[] {
    const template = this.reference.taskTemplate(last.template);
    // A machine says no person's words again.
    if (template.instructed === true) return [];
    // What somebody made by hand they know to be for this person: only age and sex can have changed.
    const applying = last.byHand ? this.suiting(case_.of, template) : this.applying(case_.of, [template]);
    const isOver = isStopped(last) && (stoppedByClosure(last.reason) || agreed(template));
    if (isOver) {
      const due = dueAnew(template, last, this.anchorsOf(case_), this.reference.calendar(case_.of.country));
      return applying.map((each) => ({ ...each, occurrence: last.occurrence, restarts: stops, due }));
    }
    const again = last.status === 'verified' ? this.nextDueOf(case_.of, template, last, occurrences + 1) : null;
    return again === null ? [] : applying.map((each) => ({ ...each, occurrence: occurrences + 1, restarts: 0, due: again }));
  }

  /** When what was found done is to be done another time; null if it was done often enough, or its goal is reached. */
  private nextDueOf(of: Portrait, template: TaskTemplate, { goalReached, nextOn }: Known, occurrence: number): Due | null {
    const { times = Infinity, while: goingOn = [] } = template.repeat ?? {};
    const goesOn = goingOn.some((name) => holdsOf(of, name, this.reference.ageBands('tasks'), this.todayIn(of)));
    if (occurrence > times || (goalReached === true && !goesOn)) return null;
    return dueAgain(template, nextOn, this.clock.now(), this.reference.calendar(of.country));
  }

  /** Whether what a kind of task needs is agreed to again; asked only where something had stopped because it was not. */
  private async agreedAgain(caseId: string, standing: readonly Standing[]): Promise<(of: TaskTemplate) => boolean> {
    if (!standing.some(({ last }) => isStopped(last) && stoppedByConsent(last.reason))) return () => false;
    const [today, active] = [await this.cases.todayOf(caseId), await this.consents.activeOf(caseId)];
    return (template) =>
      active.some((consent) => consent.holds(today) && this.sharing.scopesOf(template).every((scope) => consent.scopes.includes(scope)));
  }

  private suiting(of: Portrait, template: TaskTemplate): Applying[] {
    const suiting = suits(of, template, this.reference.ageBands('tasks'), this.todayIn(of));
    return suiting === 'no' ? [] : [{ template, ageAtEdge: suiting === 'perhaps' }];
  }

  private todayIn({ country }: Portrait): LocalDay {
    return this.reference.calendar(country).dayOf(this.clock.now());
  }

  private anchorsOf({ of, routing: { risk } }: PlannedCase): Anchors {
    return { of, now: this.clock.now(), isHighRisk: risk === 'high' };
  }

  /** The case as the planning needs it, in one journey. */
  private async caseOf(caseId: string): Promise<PlannedCase> {
    const [of, routing] = await Promise.all([this.cases.portrait(caseId), this.cases.routing(caseId)]);
    return { of, routing };
  }

  private async make(case_: PlannedCase, wanted: readonly WantedRound[], undone: readonly string[]): Promise<void> {
    if (wanted.length === 0) return;
    const { of, routing } = case_;
    const owners = await this.owners.nearest(
      wanted.map(({ template }) => template),
      of,
      routing.unitId,
    );
    const anchors = this.anchorsOf(case_);
    const calendar = this.reference.calendar(of.country);
    const owned = wanted.map(({ due, ...each }) => ({
      ...each,
      ...(due ?? dueOf(each.template, anchors, calendar)),
      owner: owners(each.template),
    }));
    const { id, country, risk } = routing;
    await this.events.publish(
      new TasksWanted({ id, country, risk, legalBasis: of.legalBasis }, scopeIn(routing), owned, undone, anchors.now),
    );
  }
}
