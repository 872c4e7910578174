import { Inject, Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { notFound } from '../../../kernel/problem.ts';
import { CONFIG, type Config } from '../../../platform/config.ts';
import { ReferralRecord } from '../../referrals/index.ts';
import { Speech } from '../pages/speech.ts';
import { sheetPage } from '../pages/sheet.ts';
import { SlipRecord } from '../slip.record.ts';
import { SlipsOf } from '../slips-of.ts';

/** The slip on paper, for the team that sends it. Only the link makes it: whoever has lost that issues another slip. */
@Injectable()
export class PrintSlip {
  constructor(
    private readonly gate: Gate,
    private readonly slips: SlipsOf,
    private readonly speech: Speech,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async run(referralId: string, token: string): Promise<string> {
    const referral = await this.gate.peek(ReferralRecord, referralId);
    const slipId = await this.slips.named(token);
    if (slipId === null) throw notFound();
    await this.gate.view(SlipRecord, slipId);
    const slip = await this.gate.peek(SlipRecord, slipId);
    if (slip.referralId !== referralId || slip.status !== 'open') throw notFound();
    const facts = await this.speech.factsOf(referral, slip.language);
    return sheetPage(facts, `${this.config.publicUrl}/slips/${token}`, slip.expiresAt).text;
  }
}
