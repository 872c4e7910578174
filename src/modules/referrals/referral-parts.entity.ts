import { Column, Entity, PrimaryColumn } from 'typeorm';
import { conflict } from '../../kernel/problem.ts';

/** What is done after a referral came to nothing, and who says so. */
export interface NextStep {
  readonly nextStep: string;
  readonly byId?: string | null;
  readonly referralId?: string | null;
}

/** The sender's side of a referral: whose case it is and on which consent it stands, or that it stands on none. */
@Entity('referral_source')
export class ReferralSource {
  @PrimaryColumn('uuid') referralId: string;
  @Column('uuid') caseId: string;
  /** None if it is to go out, or went out, on another basis: a consent override says on which. */
  @Column('uuid', { nullable: true }) consentId: string | null;
  @Column('uuid') senderId: string;
  /** The birthday that opens the service lies in this quarter: nobody here knows whether it has been. */
  @Column('boolean') ageAtEdge: boolean;
  /** Why the same service was asked for although a referral for it was open. */
  @Column('text', { nullable: true }) duplicateReason: string | null = null;
  /** Fields that the sender added to the template's one by one. */
  @Column('text', { array: true }) oneOff: string[] = [];
  /** The referral instead of which this one was made, and why; of that one and of this one neither recipient learns from the other. */
  @Column('uuid', { nullable: true }) reroutedFromId: string | null = null;
  @Column('text', { nullable: true }) rerouteReason: string | null = null;
  /** How many referrals for the same stand before it. */
  @Column('integer') reroutes: number = 0;
  /** Since when its sender has it before them and could send it; counts while it is a draft, and not while its case is closed. */
  @Column('timestamptz', { nullable: true }) unsentSince: Date | null = null;
  /** When it came back without help: since then somebody has to say what is next. */
  @Column('timestamptz', { nullable: true }) returnedAt: Date | null = null;
  /** What is next: another referral, another way, or nothing any more. */
  @Column('text', { nullable: true }) nextStep: string | null = null;
  @Column('timestamptz', { nullable: true }) nextStepAt: Date | null = null;
  /** Nobody, where it followed from what was done. */
  @Column('uuid', { nullable: true }) nextStepById: string | null = null;
  /** The referral for the same need that was sent after it. */
  @Column('uuid', { nullable: true }) nextReferralId: string | null = null;

  /** It came to nothing; the first time counts. */
  comeBack(at: Date): void {
    this.returnedAt ??= at;
  }

  /** Whether it came back and nobody has said what is next. */
  needsNextStep(): boolean {
    return this.returnedAt !== null && this.nextStep === null;
  }

  /** What is next: said by somebody, or plain from what was done. */
  goOn({ nextStep, byId = null, referralId = null }: NextStep, at: Date): void {
    if (!this.needsNextStep()) throw conflict('referral-needs-no-next-step');
    Object.assign(this, { nextStep, nextStepAt: at, nextStepById: byId, nextReferralId: referralId });
  }
}

/** The disclosure package: values as they were at sending, only those that template, consent and the sender's own rights allow. */
@Entity('referral_package')
export class ReferralPackage {
  @PrimaryColumn('uuid') referralId: string;
  @Column('jsonb') package: Record<string, unknown>;
  @Column('text', { array: true }) packageGroups: string[];
}
