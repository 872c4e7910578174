import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { PublicText } from '../../../platform/free-text.ts';
import { Maybe } from '../../../platform/input.ts';
import { AgencyRecord } from '../agency.record.ts';

/** What an agency is called from now on. */
export class AgencyEdit {
  @Maybe() @PublicText(200) name?: string;
}

/** An agency gets another name; the one it had stays readable in its history. */
@Injectable()
export class EditAgency {
  constructor(private readonly gate: Gate) {}

  async run(id: string, edit: AgencyEdit, ifMatch: string | undefined): Promise<Answer> {
    (await this.gate.peek(AgencyRecord, id)).refuseClosed();
    return this.gate.change(AgencyRecord, id, edit, ifMatch);
  }
}
