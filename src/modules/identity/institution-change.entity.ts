import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What can become of an agency or a unit. */
export const institutionChangeKinds = ['renamed', 'placed', 'in-region', 'accounts', 'closed', 'reopened'] as const;
export type InstitutionChangeKind = (typeof institutionChangeKinds)[number];

/** What an agency or a unit was called before, where it belonged, whether it had accounts, when and why it closed. The database writes it. */
@Entity('institution_change')
export class InstitutionChange {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  /** Null where it is the agency itself. */
  @Column('uuid', { nullable: true }) unitId: string | null;
  @Column('text') kind: InstitutionChangeKind;
  /** As it was, and as it became: a name, a region, a flag, or the id of the unit above. */
  @Column('text', { nullable: true }) was: string | null;
  @Column('text', { nullable: true }) became: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz') at: Date;
}
