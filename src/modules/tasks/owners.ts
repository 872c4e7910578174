import { Injectable } from '@nestjs/common';
import { invalidInput } from '../../kernel/problem.ts';
import type { TaskTemplate } from '../../platform/reference.ts';
import { Agencies, type UnitOfType } from '../identity/index.ts';

/** Those who do tasks for their agency. */
export const doers: readonly string[] = ['ministry-officer', 'focal-point', 'partner-worker', 'specialist'];

/** Who has a task to do: one unit of one agency. */
export interface Owner {
  readonly ownerUnitId: string;
  readonly ownerAgencyId: string;
  readonly ofTeam: boolean;
}

/** Who is to do tasks: the nearest unit of the type that is asked for, else the team itself. */
export function ownersAmong(
  units: readonly UnitOfType[],
  team: Pick<UnitOfType, 'unitId' | 'agencyId'>,
): (template: Pick<TaskTemplate, 'owner' | 'byTeam'>) => Owner {
  return ({ owner, byTeam }) => {
    const found = byTeam ? undefined : units.find(({ type }) => type === owner);
    if (found === undefined || found.unitId === team.unitId)
      return { ownerUnitId: team.unitId, ownerAgencyId: team.agencyId, ofTeam: true };
    return { ownerUnitId: found.unitId, ownerAgencyId: found.agencyId, ofTeam: false };
  };
}

/** Which units can do which tasks. */
@Injectable()
export class Owners {
  constructor(private readonly agencies: Agencies) {}

  /** Who is to do tasks of some templates: the team, or the nearest unit of the type. Where no such agency takes part, the team sees to it. */
  async nearest(
    templates: readonly TaskTemplate[],
    { country, region }: { readonly country: string; readonly region: string },
    teamUnitId: string,
  ): Promise<(template: TaskTemplate) => Owner> {
    const types = [...new Set(templates.filter(({ byTeam }) => !byTeam).map(({ owner }) => owner))];
    const [team, units] = await Promise.all([this.agencies.ofUnit(teamUnitId), this.agencies.nearest(types, country, region)]);
    if (team === null) throw new Error('The unit of a case is not at work.');
    return ownersAmong(units, { unitId: teamUnitId, agencyId: team.agencyId });
  }

  /** The team itself, as it is by now: its tasks go with the case. */
  async team(unitId: string): Promise<Owner> {
    return { ownerUnitId: unitId, ownerAgencyId: await this.agencies.behind(unitId), ofTeam: true };
  }

  /** The owner that somebody chose; the case's own team if nobody was named. */
  async chosen({ owner, also = [], byTeam }: TaskTemplate, toUnitId: string | undefined, teamUnitId: string): Promise<Owner> {
    if (toUnitId === undefined && !byTeam) throw invalidInput({ field: 'toUnitId', code: 'missing' });
    const ownerUnitId = toUnitId ?? teamUnitId;
    const to = await this.agencies.ofUnit(ownerUnitId);
    const ofTeam = ownerUnitId === teamUnitId;
    const fits = to !== null && (ofTeam ? byTeam : [owner, ...also].includes(to.type));
    if (!fits) throw invalidInput({ field: 'toUnitId', code: 'not-a-doer' });
    const chosen = { ownerUnitId, ownerAgencyId: to.agencyId, ofTeam };
    await this.refuseUnseen(chosen, 'toUnitId');
    return chosen;
  }

  /**
   * Refuses a unit where nobody would see a task: one that is closed, or one without accounts, for slips exist for referrals alone. The
   * team sees its own.
   */
  async refuseUnseen({ ownerUnitId, ofTeam }: Pick<Owner, 'ownerUnitId' | 'ofTeam'>, field: string): Promise<void> {
    if (!ofTeam && (await this.agencies.ofUnit(ownerUnitId)) === null) throw invalidInput({ field, code: 'unit-not-active' });
    if (!ofTeam && (await this.agencies.worksWithoutAccounts(ownerUnitId))) throw invalidInput({ field, code: 'without-accounts' });
  }
}
