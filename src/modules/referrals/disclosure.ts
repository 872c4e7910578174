import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import type { RecordType } from '../../access/record.ts';
import { Reference, type DisclosureTemplate } from '../../platform/reference.ts';
import { CaseRecord, HealthRecord, NeedRecord, ProtectionRecord } from '../cases/index.ts';

/** What a package holds, and which field groups it takes that from. */
export interface Disclosed {
  readonly package: Record<string, unknown>;
  readonly packageGroups: string[];
}

type Seen = Readonly<Record<string, unknown>>;

/** Fields that stand beside the case, in records with walls of their own: read only where a template names them. */
const besideTheCase: Readonly<Record<string, RecordType>> = { case_health: HealthRecord, case_protection: ProtectionRecord };

/**
 * Puts together what a recipient may know: the service's template, cut down to what the sender can read.
 * (Consent is asked before: without it there is no referral.) Nothing is taken that the template does not name.
 */
@Injectable()
export class Disclosure {
  constructor(
    private readonly gate: Gate,
    private readonly reference: Reference,
  ) {}

  /** The package for a service, from the case as the sender sees it; `oneOff` are the fields the sender adds one by one. */
  async for(caseId: string, serviceType: string, oneOff: readonly string[]): Promise<Disclosed> {
    const { needDomains, fields, oneOff: addable } = this.templateOf(serviceType);
    const seen = await this.gate.view(CaseRecord, caseId);
    const beside = new Map<string, Seen>();
    const taken: Record<string, unknown> = {};
    const groups = new Set<string>();
    for (const { field, group } of [...fields, ...addable.filter((each) => oneOff.includes(each.field))]) {
      const [table = ''] = field.split('.');
      const record = besideTheCase[table];
      if (record !== undefined && !beside.has(table)) beside.set(table, (await this.gate.views(record, { caseId }))[0] ?? {});
      const value = field === 'case_needs.needs' ? await this.needs(caseId, needDomains) : valueOf(beside.get(table) ?? seen, field);
      // Of what is sensitive, what nobody wrote down is not said either.
      if (value === undefined || (record !== undefined && isNothing(value))) continue;
      taken[field === 'case_needs.needs' ? 'needs' : nameOf(field)] = value;
      groups.add(group);
    }
    return { package: taken, packageGroups: [...groups].sort() };
  }

  /** The fields that may be added one by one to a package for a service. */
  addable(serviceType: string): string[] {
    return this.templateOf(serviceType).oneOff.map(({ field }) => field);
  }

  private templateOf(serviceType: string): DisclosureTemplate {
    const { template: id } = this.reference.code('service-type', serviceType);
    const template = this.reference.disclosureTemplates.find((each) => each.id === id);
    if (template === undefined) throw new Error(`No disclosure template is called ${id}.`);
    return template;
  }

  private async needs(caseId: string, domains: readonly string[]): Promise<unknown[]> {
    const rows = await this.gate.views(NeedRecord, { caseId, status: 'open', limit: '100' });
    return rows.filter(({ domain }) => domains.includes(String(domain))).map(({ needCode, severity }) => ({ needCode, severity }));
  }
}

/** A template names a table and a column; a field the sender cannot see is not in the view, so it is not in the package. */
function valueOf(seen: Seen, field: string): unknown {
  return seen[nameOf(field)];
}

function nameOf(field: string): string {
  const [, column = ''] = field.split('.');
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
