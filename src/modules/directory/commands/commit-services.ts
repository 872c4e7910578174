import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Importing } from '../importing.ts';
import { ServiceImportRecord } from '../service-import.record.ts';

/** Takes over the services of a package that was checked: all of them or none. */
@Injectable()
export class CommitServices {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly importing: Importing,
  ) {}

  async run(id: string): Promise<Answer> {
    const found = await this.gate.take(ServiceImportRecord, id, 'commit');
    const documents = found.commit(this.clock.now());
    found.plan = { services: await this.importing.take(found, documents) };
    this.database.keep(found);
    return this.gate.show(ServiceImportRecord, id);
  }
}
