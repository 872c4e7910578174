import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Policy, type Role } from '../../access/role.ts';

/** A unit or an agency by its name. */
export class Named {
  @ApiProperty({ type: String, format: 'uuid' }) readonly id: string;
  @ApiProperty({ type: String }) readonly name: string;
}

/** What somebody can begin. */
export class Beginnings {
  /** The records they may bring into being. */
  @ApiProperty({ type: [String] }) readonly create: readonly string[];
}

/** What somebody who is signed in is told about themselves. */
export class Myself {
  @ApiProperty({ type: String, format: 'uuid' }) readonly id: string;
  @ApiProperty({ type: String }) readonly displayName: string;
  @ApiProperty({ type: String }) readonly role: string;
  @ApiProperty({ type: String }) readonly locale: string;
  @ApiProperty({ type: Named }) readonly unit: Named;
  @ApiProperty({ type: Named }) readonly agency: Named;
  @ApiProperty({ type: Beginnings }) readonly may: Beginnings;
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
  show(facts: AccountFacts, role: Role = this.policy.role(facts.role)): Myself {
    const created = role.grants.filter((grant) => grant.create);
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
