import { hash } from 'node:crypto';
import { scopesHeld, type Plan } from './plan.ts';

type Row = Readonly<Record<string, unknown>>;

/** What a record says about itself to the one who reads it. */
export interface Meta {
  /** Fields this role can read on other rows, but not on this one. */
  readonly masked: readonly string[];
  readonly editable: readonly string[];
  readonly can: readonly string[];
}

/** A row as its reader sees it: only readable fields, and what may be done next. */
export type View = Readonly<Record<string, unknown>> & { readonly id: string; readonly meta: Meta };

/** Makes of a raw row what this role may see of it. A field that is hidden is absent, never null. */
export function viewOf(plan: Plan, row: Row): View {
  const held = scopesHeld(plan, row);
  const holds = (scopes: readonly string[]): boolean => scopes.some((scope) => held.has(scope));
  const view: Record<string, unknown> = { id: row.id };
  const masked: string[] = [];
  for (const { field, scopes } of plan.readable) {
    if (holds(scopes)) view[field.name] = field.show === null ? row[field.name] : field.show(row[field.name] as never);
    else masked.push(field.name);
  }
  const { lifecycle, deedsFrom, edits } = plan.record;
  const status = row['~status'] as string;
  const possible = (deed: string): boolean =>
    lifecycle !== null && lifecycle.knows(deed)
      ? lifecycle.movesFrom(status).includes(deed)
      : (deedsFrom.get(deed)?.includes(status) ?? true);
  view.meta = {
    masked,
    editable: (edits?.from.includes(status) ?? true) ? editableOn(plan, row) : [],
    can: plan.deeds.filter(({ name, scopes }) => holds(scopes) && possible(name)).map(({ name }) => name),
  };
  return view as View;
}

/** The fields of a row that this role may edit, as far as it is the role that decides. */
export function editableOn(plan: Plan, row: Row): string[] {
  const held = scopesHeld(plan, row);
  return plan.editable.filter(({ scopes }) => scopes.some((scope) => held.has(scope))).map(({ name }) => name);
}

/**
 * Tags a view with one short keyed hash for each field it shows (ADR 0008): a change nobody may see changes nothing,
 * and a stale edit can be told which of its fields are stale.
 */
export class Tags {
  private readonly key: string;

  constructor(key: Buffer) {
    this.key = key.toString('base64url');
  }

  /** The tags by field name. */
  of(plan: Plan, view: View): Map<string, string> {
    const tags = new Map<string, string>();
    for (const { field } of plan.readable) {
      if (!Object.hasOwn(view, field.name) || field.name === 'id') continue;
      const content = `${this.key}|${plan.record.name}|${view.id}|${field.name}|${JSON.stringify(view[field.name]) ?? ''}|${this.key}`;
      tags.set(field.name, hash('sha256', content, 'base64url').slice(0, 8));
    }
    return tags;
  }

  /** The `ETag` header of a view. */
  header(plan: Plan, view: View): string {
    return `"${[...this.of(plan, view).values()].join('.')}"`;
  }

  /** The fields whose tag an `If-Match` does not name as they are now. */
  stale(plan: Plan, view: View, ifMatch: string): string[] {
    const sent = new Set(ifMatch.trim().replace(/^"|"$/g, '').split('.'));
    return [...this.of(plan, view)].filter(([, tag]) => !sent.has(tag)).map(([name]) => name);
  }
}
