import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Events } from '../../../platform/events.ts';
import { PlaceText } from '../../../platform/free-text.ts';
import { Code, Codes, Day, Flag, Maybe } from '../../../platform/input.ts';
import { listed, regionCodes } from '../../../platform/shipped-reference.ts';
import { CaseEdited } from '../case.events.ts';
import { CaseRecord } from '../case.record.ts';

/** What may be corrected in a case without a deed of its own. The Gate asks whether this person may. */
export class CaseEdit {
  @Maybe() @Code(listed('case-priority')) priority?: string;
  @Maybe() @Code(listed('sex')) sex?: string;
  @Maybe() @Code(listed('language')) language?: string;
  @Maybe() @Flag() interpreterNeeded?: boolean;
  @Maybe() @Code(regionCodes) region?: string;
  @Maybe() @Code(listed('household-band')) householdBand?: string;
  @Maybe() @Flag() disabilityFlag?: boolean;
  @Maybe() @Codes(listed('person-role')) roles?: string[];
  @Maybe() @Code(listed('origin')) origin?: string;
  @Maybe() @Code(listed('preferred-worker-sex')) preferredWorkerSex?: string;
  @Maybe() @Day() placedOn?: string;
  @Maybe() @PlaceText(80) district?: string;
  @Maybe() @Code(listed('care-arrangement')) careArrangement?: string;
  @Maybe() @Code(listed('school-state')) schoolState?: string;
  @Maybe() @Code(listed('livelihood-state')) livelihoodState?: string;
  @Maybe() @Code(listed('housing-state')) housingState?: string;
}

/** The worker corrects what is known of the person, or adds what has become known. */
@Injectable()
export class EditCase {
  constructor(
    private readonly gate: Gate,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async run(id: string, edit: CaseEdit, ifMatch: string | undefined): Promise<Answer> {
    const edited = await this.gate.change(CaseRecord, id, edit, ifMatch);
    const fields = Object.entries(edit).filter(([, value]) => value !== undefined);
    const names = fields.map(([name]) => name);
    await this.events.publish(new CaseEdited(id, names, this.clock.now()));
    return edited;
  }
}
