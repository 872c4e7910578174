import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { conflict } from '../../kernel/problem.ts';
import type { Row } from './hsds/texts.ts';
import { serviceImportLifecycle, type ServiceImportStatus } from './service-import.lifecycle.ts';

/** Something found in a package, in words. */
export interface FoundInPackage {
  readonly table: string;
  readonly row: number;
  readonly column: string;
  readonly code: string;
  readonly detail: string;
}

/** What was found: faults keep the package out, hints let it in; how many more there are beside those that are listed. */
export interface Findings {
  readonly faults: readonly FoundInPackage[];
  readonly hints: readonly FoundInPackage[];
  readonly more: number;
}

/** What becomes of one service of a package. */
export interface Planned {
  readonly sourceId: string;
  readonly serviceId: string | null;
  readonly name: string;
  readonly outcome: 'new' | 'changed' | 'unchanged';
  readonly taken: readonly string[];
  /** What both sides changed: it stays as it is here. */
  readonly kept: readonly string[];
}

/** A package of services that somebody published, checked and waiting to be taken over. */
@Entity('service_import')
export class ServiceImport {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  /** The unit that receives the referrals for what is new. */
  @Column('uuid') receivingUnitId: string;
  @Column('text') format: string;
  @Column('text') status: ServiceImportStatus;
  @Column('jsonb') findings: Findings;
  @Column('jsonb') plan: { readonly services: readonly Planned[] };
  /** The services as they were read; kept no longer than they are needed. */
  @Column('jsonb', { nullable: true }) documents: readonly Row[] | null = null;
  @Column('uuid') checkedById: string;
  @Column('timestamptz') checkedAt: Date;
  @Column('timestamptz', { nullable: true }) committedAt: Date | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** A package that was just read. */
  begin(): void {
    this.status = 'checked';
  }

  /** Hands out the services to take over, once; a package with faults hands out none. */
  commit(at: Date): readonly Row[] {
    const { faults, more } = this.findings;
    this.status = serviceImportLifecycle.next(this.status, 'commit');
    if (faults.length > 0) throw conflict('import-has-faults', { faults: faults.length + more });
    const documents = this.documents ?? [];
    this.documents = null;
    this.committedAt = at;
    return documents;
  }
}
