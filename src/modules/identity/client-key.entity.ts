import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { conflict } from '../../kernel/problem.ts';

/** What is known of a program's key: everything but the key. */
@Entity('client_key')
export class ClientKey {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  /** How the key begins, to tell it from others. */
  @Column('text') prefix: string;
  @Column('uuid') madeById: string;
  @Column('timestamptz') madeAt: Date;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) lastUsedAt: Date | null = null;
  @Column('timestamptz', { nullable: true }) revokedAt: Date | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** It opens nothing any more. */
  revoke(at: Date): void {
    if (this.revokedAt !== null) throw conflict('key-revoked');
    this.revokedAt = at;
  }
}
