import type { Reference } from '../../src/platform/reference.ts';
import type { Dice } from './dice.ts';
import type { Rows } from './rows.ts';
import { type CaseCore, scopeOf } from './scope.ts';

const healthInHundred = 35;
const protectionInHundred = 30;

/** Writes what is known of health and protection, for some of the people; what was told by anybody is not invented. */
export class SensitiveRows {
  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
  ) {}

  /** The coded summary and the protection of one case. At high risk there is always a reason. */
  add(core: CaseCore): void {
    const { dice } = this;
    const { id: caseId, risk } = core;
    if (dice.inHundred(healthInHundred)) {
      this.rows.add('case_health', {
        ...{ id: dice.id(), caseId, codedNeeds: [dice.oneOf(this.reference.ids('health-need'))] },
        functioningDomains: dice.inHundred(20) ? [dice.oneOf(this.reference.ids('functioning-domain'))] : [],
        recommendedAction: dice.weighted({ 'keep-appointments': 60, 'continue-as-planned': 30, 'specialist-first': 10 }),
        flags: dice.inHundred(40) ? [dice.oneOf(this.reference.ids('health-flag'))] : [],
        specialistsOnly: this.reference.healthWork.specialistsHoldScores,
        ...scopeOf(core),
      });
    }
    if (risk !== 'high' && !dice.inHundred(protectionInHundred)) return;
    this.rows.add('case_protection', {
      ...{ id: dice.id(), caseId },
      protectionRiskReasons: risk === 'high' ? [dice.oneOf(this.reference.ids('protection-risk-reason'))] : [],
      safetyPlanState: risk === 'high' ? dice.oneOf(['to-be-made', 'agreed', 'under-review']) : 'not-needed',
      safeContact: dice.weighted({ 'through-worker': 50, 'phone-agreed-times': 30, 'in-person-only': 20 }),
      ...scopeOf(core),
    });
  }
}
