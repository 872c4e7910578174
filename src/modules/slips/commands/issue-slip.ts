import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import { CONFIG, type Config } from '../../../platform/config.ts';
import { Database } from '../../../platform/database/database.ts';
import { Code, Maybe } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { Agencies, locales } from '../../identity/index.ts';
import { openStates, ReferralRecord, Sources, type Referral } from '../../referrals/index.ts';
import { ExpireSlips } from '../expire-slips.ts';
import { Slip } from '../slip.entity.ts';
import { SlipRecord } from '../slip.record.ts';
import { SlipSecrets } from '../slip-secrets.ts';
import { SlipsOf } from '../slips-of.ts';

const day = 86_400_000;

/** In which language whoever gets the slip reads. */
export class SlipInput {
  @Maybe() @Code(locales) readonly language?: string;
}

/** What is handed to whoever issued the slip, once. Link and code go to the unit by different ways. */
export class NewSlip {
  @ApiProperty({ type: String, format: 'uuid' }) readonly id: string;
  /** Opens the page, and nothing without the code. */
  @ApiProperty({ type: String }) readonly link: string;
  /** Where the slip stands for printing; it carries the link, and never the code. */
  @ApiProperty({ type: String }) readonly sheet: string;
  @ApiProperty({ type: String, pattern: '^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{4}$' }) readonly code: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly expiresAt: string;
}

/** A referral to a unit without accounts gets a slip to be answered with; the one it had before opens nothing any more. */
@Injectable()
export class IssueSlip {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
    private readonly sources: Sources,
    private readonly slips: SlipsOf,
    private readonly secrets: SlipSecrets,
    private readonly expireSlips: ExpireSlips,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async run(referralId: string, { language = 'en' }: SlipInput): Promise<NewSlip> {
    const referral = await this.gate.take(ReferralRecord, referralId, 'issue-slip');
    if (!openStates.includes(referral.status)) throw conflict('referral-cannot-issue-slip', { state: referral.status });
    if (!(await this.agencies.worksWithoutAccounts(referral.toUnitId))) throw conflict('unit-has-accounts');
    const { validDays, wrongCodesAtMost } = this.reference.timers.slip;
    const issuedAt = this.clock.now();
    const before = await this.slips.inForce(referralId);
    if (before !== null) this.database.keep(before).void(issuedAt);

    const expiresAt = new Date(issuedAt.getTime() + validDays * day);
    const { caseId } = await this.sources.of(referralId);
    const facts = { id: randomUUID(), referralId, caseId, language, issuedById: this.database.actor.id, issuedAt, expiresAt };
    const slip = this.gate.admit(SlipRecord, Object.assign(new Slip(), scopeOf(referral), facts));
    const { token, code } = this.secrets.draw();
    await this.database.send({
      name: 'seal-slip',
      text: 'SELECT identity.seal_slip($1, $2, $3, $4)',
      values: [slip.id, this.secrets.hashOfToken(token), this.secrets.hashOfCode(code), wrongCodesAtMost],
    });
    await this.expireSlips.promise(slip);
    const [link, sheet] = [`${this.config.publicUrl}/slips/${token}`, `/referrals/${referralId}/slips/${token}`];
    return { id: slip.id, link, sheet, code, expiresAt: expiresAt.toISOString() };
  }
}

function scopeOf({ workerId, unitId, supervisorUnitId, specialistUnitId, sealed }: Referral): Partial<Slip> {
  return { workerId, unitId, supervisorUnitId, specialistUnitId, sealed };
}
