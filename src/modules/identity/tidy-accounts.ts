import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';

/** Lets go of old sessions, invitations nobody accepted, and tries that no longer slow anybody down. */
@Injectable()
export class TidyAccounts {
  constructor(private readonly database: Database) {}

  @Sweeps()
  async run(): Promise<void> {
    await this.database.send({ name: 'tidy-accounts', text: 'SELECT identity.sweep()', values: [] });
  }
}
