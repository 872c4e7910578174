import { Injectable } from '@nestjs/common';
import { Policy } from '../../access/role.ts';
import { notSignedIn } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { currentActor } from '../../platform/work.ts';
import { Mirror, type AccountFacts, type Myself } from './myself.ts';

/** Answers whoever is signed in who they are. */
@Injectable()
export class WhoAmI {
  constructor(
    private readonly database: Database,
    private readonly mirror: Mirror,
    private readonly policy: Policy,
  ) {}

  async run(): Promise<Myself> {
    const [facts] = await this.database.rows<AccountFacts>({ name: 'myself', text: 'SELECT * FROM identity.myself()', values: [] });
    if (facts === undefined) throw notSignedIn();
    return this.mirror.show(facts, this.policy.actedBy(currentActor()));
  }
}
