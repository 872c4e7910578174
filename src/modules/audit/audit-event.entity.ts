import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One thing somebody did, saw or was refused. It names people and kinds of records, never a case and never a value. */
@Entity('audit_event')
export class AuditEvent {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz') at: Date;
  @Column('uuid', { nullable: true }) actorId: string | null;
  @Column('text', { nullable: true }) actorRole: string | null;
  @Column('uuid', { nullable: true }) onBehalfOf: string | null;
  @Column('text') action: string;
  @Column('text', { nullable: true }) record: string | null;
  @Column('integer') rowsSeen: number;
  @Column('text', { array: true }) groups: string[];
  @Column('text') result: string;
}
