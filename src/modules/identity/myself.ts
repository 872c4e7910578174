import { Injectable } from '@nestjs/common';
import { Policy } from '../../access/role.ts';

/** What somebody who is signed in is told about themselves. */
export interface Myself {
  readonly id: string;
  readonly displayName: string;
  readonly role: string;
  readonly locale: string;
  readonly unit: { readonly id: string; readonly name: string };
  readonly agency: { readonly id: string; readonly name: string };
  /** The records they may bring into being. */
  readonly may: { readonly create: readonly string[] };
}

/** The facts of an account as the database tells them. */
export interface AccountFacts {
  readonly id: string;
  readonly display_name: string;
  readonly role: string;
  readonly locale: string;
  readonly unit_id: string;
  readonly unit_name: string;
  readonly agency_id: string;
  readonly agency_name: string;
}

/** Tells people who they are here, and what they can begin. */
@Injectable()
export class Mirror {
  constructor(private readonly policy: Policy) {}

  /** The facts of an account as its holder reads them. */
  show(facts: AccountFacts): Myself {
    const created = this.policy.role(facts.role).grants.filter((grant) => grant.create);
    return {
      id: facts.id,
      displayName: facts.display_name,
      role: facts.role,
      locale: facts.locale,
      unit: { id: facts.unit_id, name: facts.unit_name },
      agency: { id: facts.agency_id, name: facts.agency_name },
      may: { create: [...new Set(created.map((grant) => grant.record.name))] },
    };
  }
}
