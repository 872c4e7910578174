import { Injectable } from '@nestjs/common';
import { Cases } from '../cases/index.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import { Agenda, type Due, type Outlook } from './agenda.ts';
import { FollowUp } from './follow-up.entity.ts';
import { FollowUpPlan, type Routing } from './follow-up-plan.ts';

/** A case as its follow-ups see it: who is responsible, and what decides their days. */
export type Standing = Routing & Outlook & { readonly isOpen: boolean };

/** The follow-ups of a case that still ask for something, held until the work is done: at most one of each type. */
@Injectable()
export class OpenFollowUps {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly agenda: Agenda,
    private readonly plan: FollowUpPlan,
    private readonly reference: Reference,
  ) {}

  /** What decides over the days of a case, as it is now. */
  async standing(caseId: string): Promise<Standing> {
    const [routing, birthQuarter] = await Promise.all([this.cases.routing(caseId), this.cases.bornIn(caseId)]);
    return { ...routing, birthQuarter };
  }

  /** All that are open. */
  async of(caseId: string): Promise<FollowUp[]> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'open-follow-ups',
      text: `SELECT * FROM follow_up WHERE case_id = $1 AND status IN ('planned', 'due', 'missed') ORDER BY id FOR UPDATE`,
      values: [caseId],
    });
    return rows.map((row) => this.database.hydrate(FollowUp, row));
  }

  /** Plans whatever an open case has ahead of it and has no follow-up for. */
  async fill(standing: Standing, at: Date, known?: readonly FollowUp[]): Promise<void> {
    if (!standing.isOpen) return;
    const open = (known ?? (await this.of(standing.id))).map(({ type }) => type);
    await this.begin(standing, at, (type) => !open.includes(type));
  }

  /** Plans what a case has ahead of it that has no follow-up yet. */
  async begin(standing: Standing, at: Date, isMeant: (type: string) => boolean = () => true): Promise<void> {
    for (const due of this.agenda.of(standing, at)) if (isMeant(due.type)) await this.plan.plan(standing, due, at);
  }

  /** Plans this one, if there is anything to plan. */
  async add(standing: Standing, due: Due | null, at: Date, beside: { readonly afterWaiver?: boolean } = {}): Promise<void> {
    if (due !== null) await this.plan.plan(standing, { ...due, ...beside }, at);
  }

  /** Ends those of these types for a reason of the system's. */
  async waive(caseId: string, reason: string, at: Date, isMeant: (type: string) => boolean = () => true): Promise<void> {
    for (const followUp of await this.of(caseId)) {
      if (!isMeant(followUp.type)) continue;
      followUp.waive(reason, this.reference.calendar(followUp.country).dayOf(at));
      this.database.keep(followUp);
      await this.plan.takeBack(followUp.id, at);
    }
  }
}
