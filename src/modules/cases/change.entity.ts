import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ToldOfCase } from './told.entity.ts';

/** The fields that changed, each from what to what. Of a text, a copy or an alias only that it changed. */
export type Changes = Readonly<Record<string, { readonly from?: unknown; readonly to?: unknown }>>;

/** What one change did to one field group of one record of a case. The database writes it; nobody else does. */
@Entity('change_log')
export class Change extends ToldOfCase {
  @PrimaryColumn('uuid') id: string;
  @Column('text') action: 'create' | 'edit';
  @Column('text') record: string;
  @Column('uuid') recordId: string;
  @Column('jsonb') changes: Changes;
}
