import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Ids } from '../../../platform/input.ts';
import { CaseBehind } from '../case-behind.ts';
import { DisclosureReaders } from '../disclosure-readers.ts';
import { DisclosureRecord } from '../sensitive.record.ts';

/** Everybody who may read it from now on, beside the author. */
export class Readers {
  @Ids(10) readerIds: string[];
}

/** The author says who has to know of what was told; whoever is not named any more reads it no more. */
@Injectable()
export class NameReaders {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly readers: DisclosureReaders,
    private readonly caseBehind: CaseBehind,
  ) {}

  async run(id: string, { readerIds }: Readers): Promise<Answer> {
    const { caseId } = await this.gate.peek(DisclosureRecord, id);
    const behind = await this.caseBehind.held(caseId);
    const found = await this.gate.take(DisclosureRecord, id, 'name-readers');
    // Whoever reads too much is taken off the list at any time; nobody new comes to a case that is over.
    if (readerIds.some((readerId) => !found.readerIds.includes(readerId))) behind.refuseWhenClosed();
    await this.readers.refuseUnfit(found, readerIds);
    found.nameReaders(readerIds);
    this.database.keep(found);
    return this.gate.show(DisclosureRecord, id);
  }
}
