import { Injectable } from '@nestjs/common';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import type { TaskTemplate } from '../../platform/reference.ts';
import { Cases } from '../cases/index.ts';
import { Consents, SharingProtocols } from '../consent/index.ts';
import { Disclosure, type Disclosed } from '../referrals/index.ts';
import type { Owner } from './owners.ts';
import { TaskPackage, type TaskSource } from './task-parts.entity.ts';

/** What leaves a case for a task, and the consent it leaves on. */
type Shared = Disclosed & { readonly consentId: string };

/** What a task's owner is told of the person, and on which agreement. The team itself reads the case. */
@Injectable()
export class TaskSharing {
  constructor(
    private readonly database: Database,
    private readonly cases: Cases,
    private readonly consents: Consents,
    private readonly protocols: SharingProtocols,
    private readonly disclosure: Disclosure,
  ) {}

  /** What the owner needs to know, and the consent that covers it; refused if there is none, or no protocol between the agencies. Nothing for the team itself. */
  async for(caseId: string, template: TaskTemplate, { ofTeam, ownerAgencyId }: Owner): Promise<Shared | null> {
    if (ofTeam) return this.refuseUnagreed(caseId, template);
    const scopes = this.scopesOf(template);
    const { unitId: fromUnitId } = await this.cases.routing(caseId);
    const today = await this.cases.todayOf(caseId);
    const groups = await this.protocols.groupsFor({ fromUnitId, toAgencyId: ownerAgencyId, purposes: scopes, on: today });
    const consent = await this.consents.coverFor(caseId, scopes, ownerAgencyId, today);
    if (consent === null) throw conflict('consent-missing', { scopes });
    if (template.disclosure === undefined) throw new Error(`The task ${template.id} says nothing of what its owner needs to know.`);
    return { consentId: consent.id, ...(await this.disclosure.plainly(caseId, template.disclosure, groups)) };
  }

  /** Notes on which consent a task stands, and copies what its owner may read once it is taken on. */
  note(source: TaskSource, shared: Shared | null, instruction: string | null = null): void {
    this.database.keep(source);
    if (shared === null) return;
    const { consentId, ...plain } = shared;
    source.consentId = consentId;
    this.database.keep(Object.assign(new TaskPackage(), { taskId: source.taskId, instruction }, plain));
  }

  /** What must have been agreed to before anything of a person is shared for such a task. */
  scopesOf({ consent }: TaskTemplate): string[] {
    return ['share', ...consent];
  }

  /** The team shares nothing, but what it does may still ask for an agreement, as the tracing of relatives does. */
  private async refuseUnagreed(caseId: string, { consent: scopes }: TaskTemplate): Promise<null> {
    if (scopes.length === 0) return null;
    const today = await this.cases.todayOf(caseId);
    const active = await this.consents.activeOf(caseId);
    if (!active.some((each) => each.holds(today) && scopes.every((scope) => each.scopes.includes(scope))))
      throw conflict('consent-missing', { scopes });
    return null;
  }

  /** Refuses to let a task go while nobody says that what it depends on is so. */
  refuseUnconfirmed({ confirm }: TaskTemplate, confirmed: readonly string[]): void {
    const conditions = confirm.filter((each) => !confirmed.includes(each));
    if (conditions.length > 0) throw conflict('task-conditions-open', { conditions });
  }
}
