import { Injectable, type OnModuleInit } from '@nestjs/common';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { CaseConditions } from '../cases/index.ts';
import { openStates } from './referral.lifecycle.ts';

/**
 * No case is closed while another agency still works on a referral of it: no loop stays open. The social worker calls the referral
 * off first, or waits for its outcome. A draft stands in nobody's way: nobody got it, and it can no longer be sent.
 */
@Injectable()
export class NoOpenLoop implements OnModuleInit {
  constructor(
    private readonly conditions: CaseConditions,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.conditions.beforeClosing((caseId) => this.refuseOpen(caseId));
  }

  private async refuseOpen(caseId: string): Promise<void> {
    const [row] = await this.database.rows<{ open: number }>({
      name: 'open-referrals',
      text: `SELECT count(*)::int AS open FROM referral_source s JOIN referral r ON r.id = s.referral_id
             WHERE s.case_id = $1 AND r.status = ANY ($2)`,
      values: [caseId, openStates],
    });
    const open = row?.open ?? 0;
    if (open > 0) throw conflict('case-has-open-referrals', { open });
  }
}
