import { Injectable } from '@nestjs/common';
import { invalidInput } from '../../kernel/problem.ts';
import type { TaskTemplate } from '../../platform/reference.ts';
import { Agencies } from '../identity/index.ts';

/** Who has a task to do: one unit of one agency. */
export interface Owner {
  readonly ownerUnitId: string;
  readonly ownerAgencyId: string;
  readonly ofTeam: boolean;
}

/** Which units can do which tasks. */
@Injectable()
export class Owners {
  constructor(private readonly agencies: Agencies) {}

  /** The owner that somebody chose; the case's own team if nobody was named. */
  async chosen({ owner, also = [], byTeam }: TaskTemplate, toUnitId: string | undefined, teamUnitId: string): Promise<Owner> {
    if (toUnitId === undefined && !byTeam) throw invalidInput({ field: 'toUnitId', code: 'missing' });
    const ownerUnitId = toUnitId ?? teamUnitId;
    const to = await this.agencies.ofUnit(ownerUnitId);
    const ofTeam = ownerUnitId === teamUnitId;
    const fits = to !== null && (ofTeam ? byTeam : [owner, ...also].includes(to.type));
    if (!fits) throw invalidInput({ field: 'toUnitId', code: 'not-a-doer' });
    return { ownerUnitId, ownerAgencyId: to.agencyId, ofTeam };
  }
}
