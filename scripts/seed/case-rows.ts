import { aliasCandidates } from '../../src/kernel/alias.ts';
import { newCaseCode } from '../../src/kernel/case-code.ts';
import { type LocalDay, addDays } from '../../src/kernel/local-time.ts';
import { CaseRecord, type Portrait } from '../../src/modules/cases/index.ts';
import type { Reference } from '../../src/platform/reference.ts';
import type { Dice } from './dice.ts';
import type { Somebody, Team } from './institutions.ts';
import { type Need, detailsOf } from './details.ts';
import type { Rows } from './rows.ts';
import { type CaseCore, scopeOf } from './scope.ts';
import { type Stage, type Story, arrivedOn, placedOn } from './story.ts';

/** A case as its worker sees it: what can be shared of it is cut out of this. */
export interface Written {
  readonly core: CaseCore;
  readonly language: string;
  readonly seen: Readonly<Record<string, unknown>>;
  readonly needs: readonly Need[];
  /** What rules of casework ask of the person. */
  readonly portrait: Portrait;
}

/** Writes cases as the product would have written them: through the moves of the case itself. */
export class CaseRows {
  private readonly codes = new Set<string>();
  private readonly aliases = new Set<string>();
  private readonly today: LocalDay;

  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
    now: Date,
  ) {
    this.today = reference.calendar('TJ').dayOf(now);
  }

  /** One case of a worker; returns what stands in it. */
  add(story: Story, team: Team, worker: Somebody): Written {
    const core = this.coreOf(story, team, worker);
    const scope = scopeOf(core);
    const caseId = core.id;
    const { dice, rows } = this;
    rows.add('case_core', core);
    const { profile: drawn, situation, needs, notes } = detailsOf(story, dice, this.reference);
    const profile = { ageBand: story.ageBand, region: team.region, ...drawn };
    rows.add('case_profile', { caseId, ...profile, ...scope });
    const anchor = this.anchorOf(story);
    rows.add('case_anchor', { caseId, ...anchor, ...scope });
    rows.add('case_situation', { caseId, ...situation, ...scope });
    for (const need of needs)
      rows.add('case_need', { id: dice.id(), caseId, notedOn: this.dayOfWork(story), version: 1, ...need, ...scope });
    for (const note of notes)
      rows.add('case_narrative', { id: dice.id(), caseId, note, authorId: worker.id, notedOn: this.dayOfWork(story), ...scope });
    const openNeeds = needs.filter(({ status }) => status === 'open').map(({ needCode }) => needCode);
    const { phase, country, legalBasis } = core;
    const portrait = { ...{ country, phase, legalBasis, openNeeds }, ...profile, ...situation, ...anchor };
    return { core, language: drawn.language, seen: { ...profile, ...situation }, needs, portrait };
  }

  private anchorOf({ registeredOn, phase, birthQuarter }: Story) {
    const district = `District ${this.dice.between(1, 9)}`;
    return { arrivedOn, registeredOn, placedOn: phase === 'P2' ? null : placedOn, birthQuarter, district };
  }

  private coreOf(story: Story, team: Team, worker: Somebody): CaseCore {
    const { dice } = this;
    const core = new CaseRecord.entity();
    core.id = dice.id();
    core.code = this.newCode();
    core.alias = this.newAlias(team.unitId);
    core.phase = story.phase;
    core.priority = story.risk === 'high' ? dice.oneOf(['urgent', 'high', 'high']) : dice.weighted({ normal: 80, low: 20 });
    core.country = 'TJ';
    core.legalBasis = dice.weighted({ consent: 80, 'public-task': 15, 'vital-interest': 5 });
    core.workerId = worker.id;
    core.unitId = team.unitId;
    core.supervisorUnitId = team.unitId;
    if (dice.inHundred(1) && story.stage !== 'closed') core.seal('relative-in-team');
    core.version = 1;
    core.move('register');
    if (story.risk !== 'unknown') {
      const on = this.reference.calendar('TJ').dayOf(story.earlierContactAt ?? story.lastContactAt);
      core.setRisk(story.risk, on, addDays(on, this.reference.timers.riskExpiresAfterDays));
    }
    this.moveOn(core, story.stage, team, worker);
    return core;
  }

  private moveOn(core: CaseCore, stage: Stage, team: Team, worker: Somebody): void {
    if (stage === 'registered') return;
    core.move('assess');
    if (stage === 'assessed') return;
    core.move('plan');
    if (stage === 'planned') return;
    core.move('activate');
    if (stage === 'on_hold') core.move('hold');
    if (stage === 'in_review') core.move('review');
    // A few wait for the supervisor's word.
    if (stage === 'in_review' && core.risk === 'low' && !core.sealed && this.dice.inHundred(30)) core.requestClosure(worker, 'goals-met');
    if (stage !== 'closed') return;
    core.requestClosure(worker, this.dice.weighted({ 'goals-met': 75, moved: 15, transferred: 10 }));
    core.close(team.supervisor);
  }

  private dayOfWork({ registeredOn, lastContactAt }: Story): LocalDay {
    const lastContact = this.reference.calendar('TJ').dayOf(lastContactAt);
    const earliest = addDays(lastContact, -this.dice.below(60));
    const on = earliest < registeredOn ? registeredOn : earliest;
    return on > this.today ? this.today : on;
  }

  private newCode(): string {
    for (;;) {
      const code = newCaseCode(this.dice.fill);
      if (this.codes.has(code)) continue;
      this.codes.add(code);
      return code;
    }
  }

  private newAlias(unitId: string): number {
    for (const alias of aliasCandidates(this.reference.aliasWords('en'), this.dice.below)) {
      if (this.aliases.has(`${unitId} ${alias}`)) continue;
      this.aliases.add(`${unitId} ${alias}`);
      return alias;
    }
    throw new Error('A unit of this size has no alias left.');
  }
}
