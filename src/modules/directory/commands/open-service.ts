import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { PublicText } from '../../../platform/free-text.ts';
import { Code, Codes, Id, Maybe, Rows, Whole } from '../../../platform/input.ts';
import { listed, regionCodes } from '../../../platform/shipped-reference.ts';
import { Agencies } from '../../identity/index.ts';
import { longestAnswer, ServiceChecks } from '../service-checks.ts';
import { Service } from '../service.entity.ts';
import { ServiceRecord } from '../service.record.ts';
import { oldest } from '../ages.ts';
import { keptSite, Site, sitesAtMost } from '../sites.ts';

/** What is said of a service when it is entered. */
export class NewService {
  @Id() receivingUnitId: string;
  @Code(listed('service-type')) serviceType: string;
  @PublicText(200) name: string;
  @Maybe() @PublicText(2000, { lines: true }) description?: string;
  @Maybe() @Whole(0, oldest) minAge?: number;
  @Maybe() @Whole(0, oldest) maxAge?: number;
  @Maybe() @Codes(listed('sex')) sexes?: string[];
  @Maybe() @Codes(regionCodes, { max: 100 }) servedRegions?: string[];
  @Maybe() @Codes(listed('language'), { max: 100 }) languages?: string[];
  @Maybe() @Rows(Site, { max: sitesAtMost }) sites?: Site[];
  @Maybe() @PublicText(500, { lines: true }) schedule?: string;
  @Maybe() @PublicText(500, { lines: true }) cost?: string;
  @Maybe() @PublicText(1000, { lines: true }) requiredDocuments?: string;
  @Maybe() @PublicText(1000, { lines: true }) howToApply?: string;
  @Maybe() @Whole(1, longestAnswer) seeWithinHours?: number;
  @Maybe() @Whole(1, longestAnswer) decideWithinHours?: number;
  @Maybe() @Id() escalationContactId?: string;
  @Maybe() @Id() deputyId?: string;
}

/** An agency begins to offer something. */
@Injectable()
export class OpenService {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly agencies: Agencies,
    private readonly checks: ServiceChecks,
  ) {}

  async run(input: NewService): Promise<Answer> {
    const unit = await this.agencies.ofUnit(input.receivingUnitId);
    if (unit === null) throw invalidInput({ field: 'receivingUnitId', code: 'unknown-unit' });
    const beginning = { id: randomUUID(), agencyId: unit.agencyId, minAge: 0, maxAge: oldest };
    const said = Object.entries(input).filter(([, value]) => value !== undefined);
    const service = Object.assign(new Service(), beginning, Object.fromEntries(said), { sites: (input.sites ?? []).map(keptSite) });
    service.open();
    await this.checks.refuseUnfit(service);
    await this.database.begin();
    this.gate.admit(ServiceRecord, service);
    return this.gate.show(ServiceRecord, service.id);
  }
}
