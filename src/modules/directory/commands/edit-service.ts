import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { PublicText } from '../../../platform/free-text.ts';
import { Code, Codes, Id, Maybe, Rows, Whole } from '../../../platform/input.ts';
import { listed, regionCodes } from '../../../platform/shipped-reference.ts';
import { oldest } from '../ages.ts';
import { keptSite, Site, sitesAtMost } from '../sites.ts';
import { longestAnswer, ServiceChecks } from '../service-checks.ts';
import { ServiceRecord } from '../service.record.ts';

/** What may be put right in a service. */
export class ServiceEdit {
  @Maybe() @Id() receivingUnitId?: string;
  @Maybe() @Code(listed('service-type')) serviceType?: string;
  @Maybe() @PublicText(200) name?: string;
  @Maybe() @PublicText(2000, { lines: true }) description?: string;
  @Maybe() @Code(listed('service-status')) status?: string;
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

/** What is said of a service is put right. */
@Injectable()
export class EditService {
  constructor(
    private readonly gate: Gate,
    private readonly checks: ServiceChecks,
  ) {}

  async run(id: string, edit: ServiceEdit, ifMatch: string | undefined): Promise<Answer> {
    const service = await this.gate.peek(ServiceRecord, id);
    // What somebody saw comes first: only on what they have before them does a mistake of theirs mean anything.
    await this.gate.refuseStale(ServiceRecord, id, ifMatch);
    const { sites, ...others } = edit;
    const said = { ...others, ...(sites === undefined ? {} : { sites: sites.map(keptSite) }) };
    await this.checks.refuseUnfit({ ...service, ...said });
    return this.gate.change(ServiceRecord, id, said, ifMatch);
  }
}
