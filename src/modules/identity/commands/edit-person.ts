import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Code, MailAddress, Maybe } from '../../../platform/input.ts';
import { locales, PersonRecord } from '../person.record.ts';

/** How somebody is reached from now on. */
export class PersonEdit {
  @Maybe() @MailAddress() email?: string;
  @Maybe() @Code(locales) locale?: string;
}

/** Somebody's mail goes elsewhere, or they read another language better. */
@Injectable()
export class EditPerson {
  constructor(private readonly gate: Gate) {}

  run(id: string, edit: PersonEdit, ifMatch: string | undefined): Promise<Answer> {
    return this.gate.change(PersonRecord, id, edit, ifMatch);
  }
}
