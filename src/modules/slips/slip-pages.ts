import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Problem } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { currentWork } from '../../platform/work.ts';
import { ReferralRecord, openStates } from '../referrals/index.ts';
import { Bearers, type Brought } from './bearers.ts';
import { doorPage, type Seal } from './pages/door.ts';
import type { Shared } from './pages/shared.ts';
import { referralPage } from './pages/referral.ts';
import { Speech } from './pages/speech.ts';
import { SlipDeeds, type Saying, type Sayings } from './slip-deeds.ts';
import type { AnswerForm, OpenForm } from './slip-forms.ts';
import { SlipRecord } from './slip.record.ts';
import { SlipSecrets } from './slip-secrets.ts';

/** Which link somebody holds, and from where they come. */
export interface Visit {
  readonly token: string;
  readonly address: string;
}

interface Earlier {
  readonly same: boolean;
  readonly status: number | null;
}

/** The pages on which a unit without accounts reads what is asked of it, and answers. */
@Injectable()
export class SlipPages {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly bearers: Bearers,
    private readonly deeds: SlipDeeds,
    private readonly secrets: SlipSecrets,
    private readonly speech: Speech,
  ) {}

  /** Asks for the code. The same page for every link: nothing is looked up, so nothing can be found out. */
  door(token: string, acceptLanguage: string | undefined): string {
    return doorPage(this.speech.heard(acceptLanguage), addressOf(token), this.seal(token)).text;
  }

  /** Both halves are brought: shows what is asked. */
  open({ token, address }: Visit, form: OpenForm): Promise<string> {
    this.refuseForeign(token, form);
    return this.bearers.bring({ token, code: form.code, address }, async (slip) => {
      if (slip.isOver) return null;
      await this.deeds.present(slip);
      return this.show(slip, token, form.code);
    });
  }

  /** Says something of the referral, once, however often it is sent; and shows how it stands then. */
  answer<S extends Saying>({ token, address }: Visit, saying: S, form: AnswerForm, input: Sayings[S]): Promise<string> {
    this.refuseForeign(token, form);
    const code = this.secrets.opened(token, form.pass, this.clock.now());
    if (code === null) throw new Problem(403, 'slip-pass-over');
    return this.bearers.bring({ token, code, address }, async (slip) => {
      const earlier = await this.recall(slip, form.key, saying, input);
      if (earlier === null) {
        if (slip.isOver) return null;
        await this.deeds.say(slip, saying, input);
        await this.remember(slip, form.key);
      } else if (!earlier.same) throw new Problem(422, 'key-used-otherwise');
      else if (earlier.status === null) return null;
      return this.show(slip, token, code);
    });
  }

  private async show({ slipId, referralId, isOver }: Brought, token: string, code: string): Promise<string | null> {
    const referral = await this.gate.peek(ReferralRecord, referralId);
    // Whoever ended a referral with a slip may see once more that they did; how one stands that goes on is for the slip in force.
    if (isOver && openStates.includes(referral.status)) return null;
    const { language } = await this.gate.peek(SlipRecord, slipId);
    const asked = await this.speech.factsOf(referral, language);
    const shared = openStates.includes(referral.status) ? await this.shared(referralId) : null;
    const pass = this.secrets.sealed(token, code, this.clock.now());
    return referralPage({ asked, shared, action: addressOf(token), pass, seal: () => this.seal(token) }).text;
  }

  /** What was shared, noted in the access log as read. */
  private async shared(referralId: string): Promise<Readonly<Record<string, Shared>> | null> {
    const [row] = await this.database.rows<{ package: Record<string, Shared> | null }>({
      name: 'slip-shown',
      text: 'SELECT package FROM identity.slip_shown($1, $2)',
      values: [referralId, currentWork().id],
    });
    return row?.package ?? null;
  }

  private seal(token: string): Seal {
    const key = randomUUID();
    return { key, proof: this.secrets.proofOf(token, key) };
  }

  private refuseForeign(token: string, { key, proof }: Seal): void {
    if (!this.secrets.isShownHere(token, key, proof)) throw new Problem(403, 'cross-site');
  }

  private async recall({ slipId }: Brought, key: string, saying: Saying, input: unknown): Promise<Earlier | null> {
    const hash = createHash('sha256')
      .update(JSON.stringify(input ?? null))
      .digest();
    const [earlier] = await this.database.rows<Earlier>({
      name: 'recall',
      text: 'SELECT same, status, resource_id FROM platform.recall($1, $2, $3, $4)',
      values: [slipId, key, `POST /slips/:token/${saying}`, hash],
    });
    return earlier ?? null;
  }

  private async remember({ slipId, referralId }: Brought, key: string): Promise<void> {
    const values = [slipId, key, 200, referralId];
    await this.database.send({ name: 'remember', text: 'SELECT platform.remember($1, $2, $3::smallint, $4)', values });
  }
}

function addressOf(token: string): string {
  return `/slips/${encodeURIComponent(token)}`;
}
