import { Injectable } from '@nestjs/common';

/** Refuses, by throwing, while a case holds something that must end first. It asks with the sight of whoever acts. */
export type CaseCondition = (caseId: string) => Promise<void>;

/** What must be over before a case is closed. The case does not know the rooms above it: they put their conditions here at boot. */
@Injectable()
export class CaseConditions {
  private readonly ofClosing: CaseCondition[] = [];

  /** Adds something that must be over. */
  beforeClosing(condition: CaseCondition): void {
    this.ofClosing.push(condition);
  }

  /** Refuses closing while any of it is not over. */
  async refuseClosing(caseId: string): Promise<void> {
    for (const refuseUnmet of this.ofClosing) await refuseUnmet(caseId);
  }
}
