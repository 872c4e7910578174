import type { Client } from 'pg';
import { newTaskCode } from '../../src/kernel/case-code.ts';
import { nearestUnits, type UnitOfType } from '../../src/modules/identity/index.ts';
import {
  TaskClockRecord,
  applyingTo,
  dueOf,
  madeBy,
  momentsOf,
  newTasks,
  ownersAmong,
  TasksWanted,
} from '../../src/modules/tasks/index.ts';
import type { Reference } from '../../src/platform/reference.ts';
import type { CaseRows } from './case-rows.ts';
import type { Dice } from './dice.ts';
import type { Team } from './institutions.ts';
import type { Rows } from './rows.ts';
import { type CaseCore, scopeOf } from './scope.ts';

type Written = ReturnType<CaseRows['add']>;
type Moments = ReturnType<typeof momentsOf>;

/** Writes the tasks that the templates ask for, as the product would plan them on the day on which the demonstration begins. */
export class TaskRows {
  private readonly codes = new Set<string>();
  private readonly moments = new Map<string, Moments>();

  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
    private readonly now: Date,
    private readonly units: ReadonlyMap<string, readonly UnitOfType[]>,
  ) {}

  /** The tasks of one case; nobody has to do anything in one that is closed. */
  add({ core, portrait }: Written, team: Team): void {
    if (!core.isOpen()) return;
    const calendar = this.reference.calendar(core.country);
    const today = calendar.dayOf(this.now);
    const risk = core.effectiveRisk(today);
    const owners = ownersAmong(this.units.get(portrait.region) ?? [], { unitId: team.unitId, agencyId: team.supervisor.agencyId });
    const templates = madeBy(portrait.phase, this.reference.ids('phase'), this.reference.taskTemplates);
    const anchors = { of: portrait, now: this.now, isHighRisk: risk === 'high' };
    const wanted = applyingTo(portrait, templates, this.reference.ageBands('tasks'), today).map((each) => ({
      ...each,
      ...dueOf(each.template, anchors, calendar),
      occurrence: 1,
      restarts: 0,
      owner: owners(each.template),
    }));
    const of = { id: core.id, country: core.country, risk, legalBasis: core.legalBasis };
    this.write(core, risk, new TasksWanted(of, scopeOf(core), wanted, [], this.now));
  }

  private write(core: CaseCore, risk: string, wanted: TasksWanted): void {
    const scope = scopeOf(core);
    for (const { task, source } of newTasks(wanted, { id: () => this.dice.id(), code: () => this.newCode() })) {
      this.rows.add('task', { ...task, version: 1 });
      this.rows.add('task_source', { ...source, ...scope });
      const clock = new TaskClockRecord.entity();
      clock.id = task.id;
      clock.begin(this.momentsOf(task, core.country, risk === 'high'), this.now);
      this.rows.add('task_clock', { ...clock, version: 1 });
    }
  }

  /** Thousands of tasks are due on the same few days. */
  private momentsOf(task: { readonly dueOn: string; readonly dueAt: Date | null }, country: string, isHighRisk: boolean): Moments {
    const key = `${task.dueOn} ${task.dueAt?.getTime()} ${country} ${isHighRisk}`;
    const known = this.moments.get(key) ?? momentsOf(task, isHighRisk, this.reference.timers, this.reference.calendar(country));
    this.moments.set(key, known);
    return known;
  }

  private newCode(): string {
    for (;;) {
      const code = newTaskCode(this.dice.fill);
      if (this.codes.has(code)) continue;
      this.codes.add(code);
      return code;
    }
  }
}

/** Who is nearest to each region, asked of the database as the product asks it: the agencies have been written before. */
export async function unitsNear(client: Client, reference: Reference, country: string): Promise<Map<string, readonly UnitOfType[]>> {
  const types = [...new Set(reference.taskTemplates.map(({ owner }) => owner))];
  const near = new Map<string, readonly UnitOfType[]>();
  for (const { id: region } of reference.countries.find(({ id }) => id === country)?.regions ?? []) {
    const { text, values } = nearestUnits(types, country, region);
    near.set(region, (await client.query<UnitOfType>(text, [...values])).rows);
  }
  return near;
}
