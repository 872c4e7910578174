import type { Persona } from '../platform/database/roles.ts';
import type { Group, RecordType } from './record.ts';

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

/** All roles of the installation; the roof provides it under this token, so that rooms never know the law. */
export class Policy {
  private readonly byName: ReadonlyMap<string, Role>;

  constructor(readonly roles: readonly Role[]) {
    this.byName = new Map(roles.map((each) => [each.name, each]));
  }

  /** The role of this name; an unknown one is a fault, never an empty set of rights. */
  role(name: string): Role {
    const found = this.byName.get(name);
    if (found === undefined) throw new Error(`No role is called ${name}.`);
    return found;
  }

  /** Every record some role is granted something on. */
  records(): RecordType[] {
    return [...new Set(this.roles.flatMap((each) => each.grants.map((grant) => grant.record)))];
  }
}
