import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../platform/database/context.ts';
import type { Persona } from '../platform/database/roles.ts';
import type { ClientScope, ClientScopes } from './client-scope.ts';
import { AsRead, groupKey, type Condition, type Group, type RecordType } from './record.ts';

/** A condition of a scope with nothing left open but the asker. */
export type Settled = Exclude<Condition, AsRead>;

/** What a role may see, edit and do on the rows of one scope. Grants only add; nothing denies. */
export interface Grant {
  readonly record: RecordType;
  readonly scope: string;
  readonly see: readonly Group[];
  readonly edit: readonly Group[];
  readonly do: readonly string[];
  /** May bring such a row into being; the new row must lie in the scope. */
  readonly create: boolean;
}

/** One role: the law for everybody who holds it, on one page. */
export interface Role {
  readonly name: string;
  readonly purpose: string;
  readonly persona: Persona;
  readonly grants: readonly Grant[];
}

interface Granted<Deeds extends string> {
  readonly see?: readonly Group[];
  readonly edit?: readonly Group[];
  readonly do?: readonly Deeds[];
  readonly create?: boolean;
}

/** Grants a role something on the rows of one scope of a record. */
export function on<E extends object, Scopes extends string, Deeds extends string>(
  record: RecordType<E, Scopes, Deeds>,
  scope: Scopes,
  granted: Granted<NoInfer<Deeds>>,
): Grant {
  return { record, scope, see: granted.see ?? [], edit: granted.edit ?? [], do: granted.do ?? [], create: granted.create ?? false };
}

/** Declares a role: `role('social-worker', 'p_social_worker', 'Manages the cases …', on(CaseRecord, 'mine', { … }))`. */
export function role(name: string, persona: Persona, purpose: string, ...grants: readonly Grant[]): Role {
  return { name, persona, purpose, grants };
}

/** What a scope asks of a row when it is this role that looks: which groups of which records it reads there is filled in. */
export function conditionsOf(role: Role, record: RecordType, scope: string): Readonly<Record<string, Settled>> {
  const conditions = record.scopes[scope];
  if (conditions === undefined) throw new Error(`${record.name} has no scope ${scope}.`);
  const entries = Object.entries(conditions);
  if (!entries.some(([, condition]) => condition instanceof AsRead)) return conditions as Readonly<Record<string, Settled>>;
  const others = Object.fromEntries(entries.filter(([, condition]) => !(condition instanceof AsRead)));
  const read = { $in: groupsReadWhere(role, others) };
  return Object.fromEntries(entries.map(([field, condition]) => [field, condition instanceof AsRead ? read : condition]));
}

/** Every group of every record that a role reads on exactly the rows that meet these conditions. */
function groupsReadWhere(role: Role, conditions: Readonly<Record<string, Condition>>): string[] {
  const alike = role.grants.filter(({ record, scope }) => isDeepStrictEqual(record.scopes[scope], conditions));
  return [...new Set(alike.flatMap(({ record, see }) => see.map((group) => groupKey(record, group))))].sort();
}

/** The role as it holds for a program that was given these scopes: each grant cut down to what they allow. */
function narrowed(role: Role, scopes: readonly ClientScope[]): Role {
  const grants = role.grants.map((grant): Grant => {
    const allowed = scopes.flatMap(({ allows }) => allows.filter(({ record }) => record === grant.record));
    return {
      ...grant,
      see: grant.see.filter((group) => allowed.some(({ see }) => see.includes(group))),
      edit: [],
      do: grant.do.filter((deed) => allowed.some((each) => each.do.includes(deed))),
      create: grant.create && allowed.some(({ create }) => create),
    };
  });
  return { ...role, grants: grants.filter(({ see, do: deeds, create }) => see.length + deeds.length > 0 || create) };
}

/** All roles of the installation; the roof provides it under this token, so that rooms never know the law. */
export class Policy {
  private readonly byName: ReadonlyMap<string, Role>;
  private readonly ofClients = new Map<string, Role>();

  constructor(
    readonly roles: readonly Role[],
    private readonly clientScopes: ClientScopes = {},
  ) {
    this.byName = new Map(roles.map((each) => [each.name, each]));
  }

  /** The role of this name; an unknown one is a fault, never an empty set of rights. */
  role(name: string): Role {
    const found = this.byName.get(name);
    if (found === undefined) throw new Error(`No role is called ${name}.`);
    return found;
  }

  /** The role as it holds for whoever acts: a program has of it what its scopes allow. */
  actedBy({ role: name, client }: Pick<Actor, 'role' | 'client'>): Role {
    if (client === undefined) return this.role(name);
    const key = `${name} ${client.scopes.join(' ')}`;
    const known = this.ofClients.get(key);
    if (known !== undefined) return known;
    // A scope nobody knows any more allows nothing.
    const made = narrowed(
      this.role(name),
      client.scopes.flatMap((scope) => this.clientScopes[scope] ?? []),
    );
    this.ofClients.set(key, made);
    return made;
  }

  /** Every record some role is granted something on. */
  records(): RecordType[] {
    return [...new Set(this.roles.flatMap((each) => each.grants.map((grant) => grant.record)))];
  }
}
