import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Reference } from '../../platform/reference.ts';
import { CaseRecord, NeedRecord } from '../cases/index.ts';

/** What a package holds, and which field groups it takes that from. */
export interface Disclosed {
  readonly package: Record<string, unknown>;
  readonly packageGroups: string[];
}

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

  /** The package for a service, from the case as the sender sees it. */
  async for(caseId: string, serviceType: string): Promise<Disclosed> {
    const { template: id } = this.reference.code('service-type', serviceType);
    const template = this.reference.disclosureTemplates.find((each) => each.id === id);
    if (template === undefined) throw new Error(`No disclosure template is called ${id}.`);
    const seen = await this.gate.view(CaseRecord, caseId);
    const taken: Record<string, unknown> = {};
    const groups = new Set<string>();
    for (const { field, group } of template.fields) {
      const value = field === 'case_needs.needs' ? await this.needs(caseId, template.needDomains) : valueOf(seen, field);
      if (value === undefined) continue;
      taken[field === 'case_needs.needs' ? 'needs' : nameOf(field)] = value;
      groups.add(group);
    }
    return { package: taken, packageGroups: [...groups].sort() };
  }

  private async needs(caseId: string, domains: readonly string[]): Promise<unknown[]> {
    const rows = await this.gate.views(NeedRecord, { caseId, status: 'open', limit: '100' });
    return rows.filter(({ domain }) => domains.includes(String(domain))).map(({ needCode, severity }) => ({ needCode, severity }));
  }
}

/** A template names a table and a column; a field the sender cannot see is not in the view, so it is not in the package. */
function valueOf(seen: Readonly<Record<string, unknown>>, field: string): unknown {
  return seen[nameOf(field)];
}

function nameOf(field: string): string {
  const [, column = ''] = field.split('.');
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
