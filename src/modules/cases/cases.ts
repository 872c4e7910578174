import { Injectable } from '@nestjs/common';
import { type BirthQuarter, parseBirthQuarter } from '../../kernel/age-band.ts';
import { Clock } from '../../kernel/clock.ts';
import type { LocalDay } from '../../kernel/local-time.ts';
import { notFound } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import { CaseCore } from './case-core.entity.ts';
import { type CaseScope, scopeOf } from './in-case-scope.ts';
import { type Portrait, portraitOf } from './portrait.ts';
import { Timeline, type Told } from './timeline.ts';
import { today } from './today.ts';

/** What the rooms above may ask about a case, each with the sight of whoever asks. */
@Injectable()
export class Cases {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly timeline: Timeline,
  ) {}

  /** Who is responsible, how great the danger is today, and whether there is work to do. */
  async routing(caseId: string) {
    const [row] = await this.database.rows<Record<string, unknown>>({
      name: 'routing',
      text: 'SELECT * FROM case_core WHERE id = $1',
      values: [caseId],
    });
    if (row === undefined) throw notFound();
    const core = this.database.hydrate(CaseCore, row);
    const risk = core.effectiveRisk(today(this.clock, this.reference, core.country));
    const { phase, riskExpiresOn } = core;
    return { id: core.id, country: core.country, ...scopeOf(core), risk, riskExpiresOn, phase, isOpen: core.isOpen() };
  }

  /** The quarter of birth where it is known, for rules by which the system plans; it reads no other anchor of a case. */
  async bornIn(caseId: string): Promise<BirthQuarter | null> {
    const sql = { name: 'case-born-in', text: 'SELECT case_born_in($1) AS quarter', values: [caseId] };
    const [row] = await this.database.rows<{ quarter: string | null }>(sql);
    return parseBirthQuarter(row?.quarter ?? '') ?? null;
  }

  /** The quarter of birth, for rules that depend on age. */
  async birthQuarter(caseId: string): Promise<string> {
    const [row] = await this.database.rows<{ birth_quarter: string }>({
      name: 'birth-quarter',
      text: 'SELECT birth_quarter FROM case_anchor WHERE case_id = $1',
      values: [caseId],
    });
    if (row === undefined) throw notFound();
    return row.birth_quarter;
  }

  /** How many open cases somebody is responsible for, by the unit whose supervisors can give them to somebody else; sealed ones they do not see. */
  async openOf(workerId: string): Promise<{ supervisorUnitId: string; howMany: number }[]> {
    return this.database.rows({
      name: 'open-cases-by-supervisor',
      text: `SELECT supervisor_unit_id AS "supervisorUnitId", count(*)::integer AS "howMany" FROM case_core
             WHERE worker_id = $1 AND NOT sealed AND status NOT IN ('closed', 'transferred_out') GROUP BY supervisor_unit_id ORDER BY supervisor_unit_id`,
      values: [workerId],
    });
  }

  /** What rules ask of the person. */
  async portrait(caseId: string): Promise<Portrait> {
    const [row] = await this.database.rows<Portrait>(portraitOf(caseId));
    if (row === undefined) throw notFound();
    return row;
  }

  /** The day it is where the case is looked after. */
  async todayOf(caseId: string): Promise<LocalDay> {
    const { country } = await this.routing(caseId);
    return today(this.clock, this.reference, country);
  }

  /** Lets nobody else change the case or its rows until the work is done: whoever does comes first, or waits. */
  async hold(caseId: string): Promise<void> {
    await this.database.send({ name: 'hold-case', text: 'SELECT 1 FROM case_core WHERE id = $1 FOR UPDATE', values: [caseId] });
  }

  /** Writes a line into the timeline of a case, for those who read what it is about. */
  tell(caseId: string, told: Told): void {
    this.timeline.tell(caseId, told);
  }

  /** The columns by which every row of a case is judged, as the case has them. */
  scopeOf(core: CaseCore): CaseScope {
    return scopeOf(core);
  }
}
