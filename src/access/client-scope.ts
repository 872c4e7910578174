import type { Group, RecordType } from './record.ts';

/** What of one record a program may be let do, if its role may. */
export interface Allowance {
  readonly record: RecordType;
  readonly see: readonly Group[];
  readonly do: readonly string[];
  readonly create: boolean;
}

/** What whoever makes a program a key can choose: a named part of what a role may. It adds nothing to a role. */
export interface ClientScope {
  readonly purpose: string;
  readonly allows: readonly Allowance[];
}

export type ClientScopes = Readonly<Record<string, ClientScope>>;

interface Allowed<Deeds extends string> {
  readonly see?: readonly Group[];
  readonly do?: readonly Deeds[];
  readonly create?: boolean;
}

/** Allows something of one record: `allow(ReferralRecord, { see: ['reference'] })`. */
export function allow<E extends object, Deeds extends string>(
  record: RecordType<E, string, Deeds>,
  { see = [], do: deeds = [], create = false }: Allowed<NoInfer<Deeds>>,
): Allowance {
  return { record, see, do: deeds, create };
}

/** Declares what a program can be let do. */
export function clientScope(purpose: string, ...allows: readonly Allowance[]): ClientScope {
  return { purpose, allows };
}
