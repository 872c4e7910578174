import { Injectable } from '@nestjs/common';
import { invalidInput } from '../../kernel/problem.ts';
import { Reference } from '../../platform/reference.ts';
import { Agencies, People } from '../identity/index.ts';
import type { Service } from './service.entity.ts';

/** What has to fit together in a service. */
export type Fitting = Pick<
  Service,
  | ('agencyId' | 'receivingUnitId' | 'serviceType' | 'minAge' | 'maxAge' | 'escalationContactId' | 'deputyId')
  | ('seeWithinHours' | 'decideWithinHours' | 'sites')
>;

/** Nobody waits longer than a month of clock hours for an answer. */
export const longestAnswer = 720;

/** Holds what is said of a service against the agency that gives it, before it is written. */
@Injectable()
export class ServiceChecks {
  constructor(
    private readonly agencies: Agencies,
    private readonly people: People,
    private readonly reference: Reference,
  ) {}

  /** Refuses what does not fit: a unit or people of another agency, a service that such an agency does not give, ages the wrong way round. */
  async refuseUnfit({
    agencyId,
    receivingUnitId,
    serviceType,
    minAge,
    maxAge,
    escalationContactId,
    deputyId,
    sites,
    ...hours
  }: Fitting): Promise<void> {
    refuseUnlikelyHours(hours);
    refuseClosedHours(sites);
    const unit = await this.agencies.ofUnit(receivingUnitId);
    if (unit?.agencyId !== agencyId) throw invalidInput({ field: 'receivingUnitId', code: 'unknown-unit' });
    if (serviceType !== null && !this.gives(unit.type, serviceType)) throw invalidInput({ field: 'serviceType', code: 'not-of-agency' });
    if (minAge > maxAge) throw invalidInput({ field: 'maxAge', code: 'below-min-age', params: { minAge } });
    const asked = Object.entries({ escalationContactId, deputyId }).flatMap(([field, id]) => (id === null ? [] : [{ field, id }]));
    const known =
      asked.length === 0
        ? []
        : await this.people.ofAgency(
            agencyId,
            asked.map(({ id }) => id),
          );
    const strangers = asked.filter(({ id }) => !known.includes(id));
    if (strangers.length > 0) throw invalidInput(...strangers.map(({ field }) => ({ field, code: 'not-of-this-agency' })));
  }

  /** Whether an agency of this type may give such a service, on referral: partners may give any, others those of their kind. */
  gives(agencyType: string, serviceType: string): boolean {
    const { agencyTypes } = this.reference.code('service-type', serviceType);
    return (
      this.reference.code('agency-type', agencyType).mayReceiveReferrals && (agencyType === 'partner' || agencyTypes.includes(agencyType))
    );
  }
}

/** Whoever says within what time something is seen says within what time it is decided, and the one does not come after the other. */
function refuseUnlikelyHours({ seeWithinHours, decideWithinHours }: Pick<Fitting, 'seeWithinHours' | 'decideWithinHours'>): void {
  if (seeWithinHours === null && decideWithinHours !== null) throw invalidInput({ field: 'seeWithinHours', code: 'missing' });
  if (seeWithinHours !== null && decideWithinHours === null) throw invalidInput({ field: 'decideWithinHours', code: 'missing' });
  if ((seeWithinHours ?? 0) > (decideWithinHours ?? 0))
    throw invalidInput({ field: 'decideWithinHours', code: 'before-it-is-seen', params: { seeWithinHours } });
}

/** A place opens before it closes; what is open past midnight is said as two rows. */
function refuseClosedHours(sites: Fitting['sites']): void {
  const wrong = sites.flatMap(({ hours }, site) =>
    hours.flatMap(({ opensAt, closesAt }, row) =>
      opensAt < closesAt ? [] : [{ field: `sites.${site}.hours.${row}.closesAt`, code: 'closes-before-it-opens', params: { opensAt } }],
    ),
  );
  if (wrong.length > 0) throw invalidInput(...wrong);
}
