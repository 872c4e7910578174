import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { Slip } from './slip.entity.ts';
import { SlipSecrets } from './slip-secrets.ts';

/** The slips of a referral. */
@Injectable()
export class SlipsOf {
  constructor(
    private readonly database: Database,
    private readonly secrets: SlipSecrets,
  ) {}

  /** The one in force, held still; null if there is none. */
  async inForce(referralId: string): Promise<Slip | null> {
    const [row] = await this.database.rows<Record<string, unknown>>({
      name: 'slip-in-force',
      text: `SELECT * FROM referral_slip WHERE referral_id = $1 AND status = 'open' FOR UPDATE`,
      values: [referralId],
    });
    return row === undefined ? null : this.database.hydrate(Slip, row);
  }

  /** Which slip a link belongs to; whether the asker may know it is not said. */
  async named(token: string): Promise<string | null> {
    const values = [this.secrets.hashOfToken(token)];
    const [row] = await this.database.rows<{ id: string | null }>({
      name: 'slip-named',
      text: 'SELECT identity.slip_named($1) AS id',
      values,
    });
    return row?.id ?? null;
  }
}
