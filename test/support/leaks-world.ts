import { abilityOf, asSubject } from '../../src/access/compile.ts';
import { asRead, coveredByMe, Has, My, type Field, type RecordType } from '../../src/access/record.ts';
import { conditionsOf, Policy, type Role } from '../../src/access/role.ts';
import type { Actor } from '../../src/platform/database/context.ts';
import { roles } from '../../src/policy/index.ts';
import type { House } from './app.ts';
import { Api } from './leaks-api.ts';
import { Planter, type Values } from './leaks-rows.ts';
import { World, type Reply, type Someone } from './world.ts';

/** The system works by the clock and signs in nowhere: it has no way to ask. */
export const signingRoles = roles.filter(({ persona }) => persona !== 'p_system');
export const records = new Policy(roles).records();

/** Somebody of a role, with the law that holds for them. */
export interface Asker extends Someone {
  readonly role: Role;
  readonly may: (record: RecordType, row: Values, field?: string) => boolean;
}

/** What a role may know of a field: on every row it sees, on some, on none. */
export type Sight = 'readable' | 'masked' | 'hidden';

/** A field of a record, and what one role may know of it. */
export interface Cell {
  readonly role: Role;
  readonly record: RecordType;
  readonly field: Field;
  readonly sight: Sight;
}

/** Every role x record x field of the law: what is to be tested follows from the law, not from a list of ours. */
export function cells(): Cell[] {
  return signingRoles.flatMap((role) =>
    records.flatMap((record) => [...record.fields.values()].map((field) => ({ role, record, field, sight: sightOf(role, record, field) }))),
  );
}

function sightOf(role: Role, record: RecordType, field: Field): Sight {
  const grants = role.grants.filter((grant) => grant.record === record && grant.see.length > 0);
  const shown = grants.filter(({ see }) => field.name === 'id' || see.includes(field.group));
  const within = new Set(shown.map(({ scope }) => scope));
  if (within.size === 0) return 'hidden';
  return grants.every(({ scope }) => within.has(scope)) ? 'readable' : 'masked';
}

/** Whether a list can be searched by this field at all, by whoever may read it. */
export function isSearchable({ array, show, type }: Field): boolean {
  return !array && show === null && type !== 'jsonb';
}

/** The fields on which a role's rows are judged: whoever changes them moves the row, and that may be seen. */
export function scopeFields(role: Role): Set<string> {
  return new Set(role.grants.flatMap(({ record, scope }) => Object.keys(record.scopes[scope] ?? {})));
}

/** A world for looking where one should not: of every role two people who are strangers, and rows of every record for each of them. */
export class Watched {
  readonly askers = new Map<string, Asker>();
  readonly strangers = new Map<string, Asker>();
  /** Rows by record name, by the names the code gives the fields. */
  readonly rows = new Map<string, Values[]>();

  /** The row under which rows of a record were planted, so that the next ones stand beside them. */
  private readonly homes = new Map<string, unknown>();

  private constructor(
    private readonly house: House,
    readonly api: Api,
    readonly planter: Planter,
  ) {}

  static async settle(house: House, rowsEach = 3): Promise<Watched> {
    const watched = new Watched(house, await Api.of(house), await Planter.in(house));
    const world = new World(house);
    for (const role of signingRoles) {
      watched.askers.set(role.name, asAsker(await world.someone(role.name), role));
      watched.strangers.set(role.name, asAsker(await world.someone(role.name), role));
    }
    for (const asker of [...watched.askers.values(), ...watched.strangers.values()])
      for (const record of records) for (let n = 0; n < rowsEach; n++) await watched.plant(record, asker);
    // What is said on a referral is before both sides where the referral is.
    const said = await house.rows<{ id: string }>(
      `UPDATE referral SET status = 'sent' WHERE id IN (SELECT referral_id FROM referral_message) RETURNING id`,
    );
    watched.planter.forget('referral', 'status', new Set(said.map(({ id }) => id)));
    await watched.read();
    return watched;
  }

  /** Whether a record is a table, so that its rows can be planted. The access log is not: it grows with every question. */
  isPlanted({ tables }: RecordType): boolean {
    return this.planter.columns(tables[0]?.name ?? '').length > 0;
  }

  /** Rows as the tables hold them now. */
  async read(): Promise<void> {
    for (const record of records) {
      if (!this.isPlanted(record)) continue;
      const held: Map<unknown, Values>[] = [];
      for (const { name, key } of record.tables) {
        const rows = await this.house.rows<{ row: Values }>(`SELECT to_jsonb(t) AS row FROM ${name} t`);
        held.push(new Map(rows.map(({ row }) => [row[key], row])));
      }
      const whole = [...(held[0]?.keys() ?? [])].map((id) =>
        Object.fromEntries([...record.fields.values()].map(({ name, column, table }) => [name, held[table]?.get(id)?.[column] ?? null])),
      );
      this.rows.set(record.name, whole);
    }
  }

  asker(role: Role): Asker {
    return this.askers.get(role.name) as Asker;
  }

  stranger(role: Role): Asker {
    return this.strangers.get(role.name) as Asker;
  }

  /** Whether this is the account of somebody who asks here: whoever changed it would change the asker. */
  isAsking(id: string): boolean {
    return [...this.askers.values(), ...this.strangers.values()].some((asker) => asker.id === id);
  }

  /** The rows of a record that somebody may see. */
  seenBy(asker: Asker, record: RecordType): Values[] {
    return (this.rows.get(record.name) ?? []).filter((row) => asker.may(record, row));
  }

  /** Where somebody may look for rows of a record: its list, or a list under each row that has some of theirs, most rows first. */
  listsFor(asker: Asker, record: RecordType): { readonly list: string; readonly by: string | null; readonly rows: Values[] }[] {
    const list = this.api.list(record.name);
    if (list !== undefined) return [{ list, by: null, rows: this.seenBy(asker, record) }];
    const under = this.api.under(record.name);
    if (under === undefined) return [];
    const byHome = Map.groupBy(this.seenBy(asker, record), (row) => row[under.by] as string);
    const lists = [...byHome].map(([id, rows]) => ({ list: under.path.replace('{id}', id), by: under.by, rows }));
    return lists.sort((a, b) => b.rows.length - a.rows.length);
  }

  /** The rows of a record that somebody may not see. */
  unseenBy(asker: Asker, record: RecordType): Values[] {
    return (this.rows.get(record.name) ?? []).filter((row) => !asker.may(record, row));
  }

  /** One row in every scope in which the owner may see some. */
  private async plant(record: RecordType, owner: Asker): Promise<void> {
    if (!this.isPlanted(record)) return;
    // Nobody of this world stands in for anybody.
    const isOwn = (scope: string): boolean => !Object.values(record.scopes[scope] ?? {}).includes(coveredByMe);
    const granted = owner.role.grants.filter((each) => each.record === record && each.see.length > 0 && isOwn(each.scope));
    const scopes = granted.map(({ scope }) => scope);
    for (const scope of scopes.length === 0 ? [null] : new Set(scopes)) {
      const given: Record<string, unknown> = {};
      for (const [name, condition] of Object.entries(scope === null ? {} : conditionsOf(owner.role, record, scope))) {
        const column = record.fields.get(name)?.column ?? name;
        if (condition instanceof My) given[column] = owner[condition.property];
        else if (condition instanceof Has) given[column] = [owner[condition.mine.property]];
        else given[column] = typeof condition === 'object' && '$in' in condition ? condition.$in[0] : condition;
      }
      const [own, ...parts] = record.tables;
      const home = this.api.list(record.name) === undefined ? record.fields.get(this.api.under(record.name)?.by ?? '')?.column : undefined;
      const at = `${record.name} ${scope} ${owner.id}`;
      if (home !== undefined && this.homes.has(at)) given[home] = this.homes.get(at);
      const row = await this.planter.plant(own?.name ?? '', owner, given);
      if (home !== undefined) this.homes.set(at, row[home]);
      // What tells of a group that nobody reads lies beside what tells of one that the owner does.
      const told = Object.entries(scope === null ? {} : (record.scopes[scope] ?? {})).find(([, condition]) => condition === asRead);
      if (told !== undefined) {
        const unread = { ...given, [record.fields.get(told[0])?.column ?? '']: 'case.internal', ...(home && { [home]: row[home] }) };
        await this.planter.plant(own?.name ?? '', owner, unread);
      }
      for (const { name, key } of parts) await this.planter.plant(name, owner, { [key]: row.id }, key);
    }
  }
}

function asAsker(someone: Someone, role: Role): Asker {
  const { id, unitId, agencyId } = someone;
  const actor: Actor = { id, unitId, agencyId, role: role.name, persona: role.persona, sessionHash: null };
  const ability = abilityOf(role, actor);
  const may: Asker['may'] = (record, row, field) => ability.can('read', asSubject(record, row) as never, field);
  return { ...someone, role, may };
}

/** An answer without what differs between any two: the time, and cursors, which are sealed anew each time. */
export function settled({ status, headers, text }: Reply): string {
  const { date: _, ...rest } = headers;
  const body = text.replace(/"next":"[A-Za-z0-9_-]+"/g, '"next":"a page"');
  return JSON.stringify([status, Object.entries(rest).sort(), body]);
}

/** An answer in which the named field is put out of sight, and nothing else: so answers about two names can be compared. */
export function without(name: string, reply: Reply): string {
  const { date: _, 'content-length': __, ...rest } = reply.headers;
  const quoted = JSON.stringify(name).slice(1, -1);
  const text = reply.text.replace(`"field":"${quoted}"`, '"field":"it"').replace(`field ${quoted} here`, 'field it here');
  return JSON.stringify([reply.status, Object.entries(rest).sort(), text]);
}
