import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import type { RecordType } from '../../access/record.ts';
import { conflict } from '../../kernel/problem.ts';
import { Reference, type DisclosureTemplate } from '../../platform/reference.ts';
import { CaseRecord, HealthRecord, NeedRecord, ProtectionRecord } from '../cases/index.ts';
import type { AgreedGroups } from '../consent/index.ts';

/** What a package holds, and which field groups it takes that from. */
export interface Disclosed {
  readonly package: Record<string, unknown>;
  readonly packageGroups: string[];
}

type Seen = Readonly<Record<string, unknown>>;

/** What the sender sees of a case: itself, its needs, and by table what stands beside it. */
export interface Known {
  readonly seen: Seen;
  readonly needs: readonly Seen[];
  readonly beside?: ReadonlyMap<string, Seen>;
}

const needsField = 'case_needs.needs';

/** Groups that are not sensitive. */
const plainGroups = ['F1', 'F2', 'F4'];

/** Fields that stand beside the case, in records with walls of their own: read only where a template names them. */
const besideTheCase: Readonly<Record<string, RecordType>> = { case_health: HealthRecord, case_protection: ProtectionRecord };

/**
 * Puts together what a recipient may know: the service's template, cut down to what the agencies agreed on and to what the sender can read.
 * (Consent is asked before: without it there is no referral.) Nothing is taken that the template does not name.
 */
@Injectable()
export class Disclosure {
  constructor(
    private readonly gate: Gate,
    private readonly reference: Reference,
  ) {}

  /**
   * The package for a service, from the case as the sender sees it; `oneOff` are the fields the sender adds one by one. Of the template
   * what was not agreed on is left out; of what the sender chose it is refused.
   */
  async for(caseId: string, serviceType: string, oneOff: readonly string[], groups: AgreedGroups): Promise<Disclosed> {
    const template = this.templateOf(serviceType);
    const agreed = within(template, groups);
    const fields = oneOff.filter((field) => !agreed.oneOff.some((each) => each.field === field));
    if (fields.length > 0) throw conflict('protocol-forbids', { fields });
    return this.by(caseId, agreed, oneOff);
  }

  /** What a template lets through beside all that is sensitive: that leaves a case by referral alone, with another person's approval. */
  async plainly(caseId: string, templateId: string, groups: AgreedGroups): Promise<Disclosed> {
    const template = within(this.templateNamed(templateId), groups);
    return this.by(caseId, { ...template, fields: template.fields.filter(({ group }) => plainGroups.includes(group)) }, []);
  }

  private async by(caseId: string, template: DisclosureTemplate, oneOff: readonly string[]): Promise<Disclosed> {
    const wanted = wantedOf(template, oneOff).map(({ field }) => field);
    const seen = await this.gate.view(CaseRecord, caseId);
    const needs = wanted.includes(needsField) ? await this.gate.views(NeedRecord, { caseId, status: 'open', limit: '100' }) : [];
    const beside = new Map<string, Seen>();
    for (const table of new Set(wanted.map(tableOf))) {
      const record = besideTheCase[table];
      if (record !== undefined) beside.set(table, (await this.gate.views(record, { caseId }))[0] ?? {});
    }
    return disclosedBy(template, { seen, needs, beside }, oneOff);
  }

  /** The fields that may be added one by one to a package for a service. */
  addable(serviceType: string): string[] {
    return this.templateOf(serviceType).oneOff.map(({ field }) => field);
  }

  private templateOf(serviceType: string): DisclosureTemplate {
    return this.templateNamed(this.reference.code('service-type', serviceType).template);
  }

  private templateNamed(id: string): DisclosureTemplate {
    const template = this.reference.disclosureTemplates.find((each) => each.id === id);
    if (template === undefined) throw new Error(`No disclosure template is called ${id}.`);
    return template;
  }
}

/** What is left of a template between two agencies; all of it within one. */
function within({ fields, oneOff, ...template }: DisclosureTemplate, groups: AgreedGroups): DisclosureTemplate {
  const isAgreed = ({ group }: { readonly group: string }): boolean => groups === null || groups.includes(group);
  return { ...template, fields: fields.filter(isAgreed), oneOff: oneOff.filter(isAgreed) };
}

/** What a template lets through of a case. A field the sender cannot see is not in the view, so it is not in the package. */
export function disclosedBy(
  template: DisclosureTemplate,
  { seen, needs, beside = new Map() }: Known,
  oneOff: readonly string[] = [],
): Disclosed {
  const taken: Record<string, unknown> = {};
  const groups = new Set<string>();
  const fitting = needs.filter(({ domain }) => template.needDomains.includes(String(domain)));
  for (const { field, group } of wantedOf(template, oneOff)) {
    const sensitive = beside.get(tableOf(field));
    const held = (sensitive ?? seen)[nameOf(field)];
    const value = field === needsField ? fitting.map(({ needCode, severity }) => ({ needCode, severity })) : held;
    // Of what is sensitive, what nobody wrote down is not said either.
    if (value === undefined || (sensitive !== undefined && isNothing(value))) continue;
    taken[nameOf(field)] = value;
    groups.add(group);
  }
  return { package: taken, packageGroups: [...groups].sort() };
}

function wantedOf({ fields, oneOff: addable }: DisclosureTemplate, oneOff: readonly string[]): DisclosureTemplate['fields'] {
  return [...fields, ...addable.filter(({ field }) => oneOff.includes(field))];
}

/** A template names a table and a column. */
function tableOf(field: string): string {
  return field.split('.')[0] ?? '';
}

function nameOf(field: string): string {
  const [, column = ''] = field.split('.');
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
