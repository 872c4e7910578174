import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { conflict } from '../../kernel/problem.ts';

/** A program of an agency that acts for one of its units, as far as its scopes go. */
@Entity('api_client')
export class ApiClient {
  /** Its id among the people. */
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') role: string;
  @Column('uuid') unitId: string;
  @Column('uuid') agencyId: string;
  @Column('text', { array: true }) scopes: string[];
  /** Networks it may call from; none: from anywhere. */
  @Column('text', { array: true }) addresses: string[];
  @Column('uuid') madeById: string;
  @Column('timestamptz') madeAt: Date;
  @Column('boolean') active: boolean;
  @VersionColumn({ type: 'integer' }) version: number;

  /** Whether it can still be given a key. */
  refuseWhenRevoked(): void {
    if (!this.active) throw conflict('client-revoked');
  }

  /** It acts no more, and never again. */
  revoke(): void {
    this.refuseWhenRevoked();
    this.active = false;
  }
}
