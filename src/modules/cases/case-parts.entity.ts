import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who the person is, so coarsely that it tells nobody: bands and codes only. */
@Entity('case_profile')
export class CaseProfile {
  @PrimaryColumn('uuid') caseId: string;
  @Column('text') ageBand: string;
  @Column('text') sex: string;
  @Column('text') language: string;
  @Column('boolean') interpreterNeeded: boolean = false;
  @Column('text') region: string;
  @Column('text', { nullable: true }) householdBand: string | null = null;
  @Column('boolean', { nullable: true }) disabilityFlag: boolean | null = null;
  @Column('text', { array: true }) roles: string[] = [];
  @Column('text', { nullable: true }) origin: string | null = null;
  @Column('text', { nullable: true }) preferredWorkerSex: string | null = null;
}

/** The exact days and places that the owning team needs and nobody else may have (ADR 0003). */
@Entity('case_anchor')
export class CaseAnchor {
  @PrimaryColumn('uuid') caseId: string;
  @Column('date') arrivedOn: string;
  @Column('date') registeredOn: string;
  @Column('date', { nullable: true }) placedOn: string | null = null;
  @Column('text') birthQuarter: string;
  @Column('text', { nullable: true }) district: string | null = null;
}

/** How the person lives now. */
@Entity('case_situation')
export class CaseSituation {
  @PrimaryColumn('uuid') caseId: string;
  @Column('text', { nullable: true }) careArrangement: string | null = null;
  @Column('text', { nullable: true }) schoolState: string | null = null;
  @Column('text', { nullable: true }) livelihoodState: string | null = null;
  @Column('text', { nullable: true }) housingState: string | null = null;
}
