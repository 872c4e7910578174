import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { bandOn, isPlausibleBirth, parseBirthQuarter } from '../../../kernel/age-band.ts';
import { aliasCandidates } from '../../../kernel/alias.ts';
import { newCaseCode } from '../../../kernel/case-code.ts';
import { Clock } from '../../../kernel/clock.ts';
import { forbidden, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { PlaceText } from '../../../platform/free-text.ts';
import { Code, Codes, Day, Flag, Maybe, Quarter } from '../../../platform/input.ts';
import { countryCodes, listed, regionCodes } from '../../../platform/shipped-reference.ts';
import { Reference } from '../../../platform/reference.ts';
import { Agencies } from '../../identity/index.ts';
import { CaseCore } from '../case-core.entity.ts';
import { CaseAnchor, CaseProfile, CaseSituation } from '../case-parts.entity.ts';
import { CaseRegistered } from '../case.events.ts';
import { CaseRecord } from '../case.record.ts';
import { today } from '../today.ts';

/** What must be known to open a case: enough to help, too little to tell who it is. */
export class NewCase {
  @Code(countryCodes) country: string;
  @Code(regionCodes) region: string;
  @Code(listed('legal-basis')) legalBasis: string;
  @Quarter() birthQuarter: string;
  @Code(listed('sex')) sex: string;
  @Code(listed('language')) language: string;
  @Day() arrivedOn: string;
  @Maybe() @Flag() interpreterNeeded?: boolean;
  @Maybe() @Code(listed('household-band')) householdBand?: string;
  @Maybe() @Flag() disabilityFlag?: boolean;
  @Maybe() @Codes(listed('person-role')) roles?: string[];
  @Maybe() @Code(listed('origin')) origin?: string;
  @Maybe() @Code(listed('preferred-worker-sex')) preferredWorkerSex?: string;
  @Maybe() @Code(listed('case-priority')) priority?: string;
  @Maybe() @PlaceText(80) district?: string;
  @Maybe() @Code(listed('phase')) phase?: string;
}

/** A social worker takes a person who came back into care, by code only. */
@Injectable()
export class RegisterCase {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
  ) {}

  async run(input: NewCase): Promise<Answer> {
    const { actor } = this.database;
    const on = today(this.clock, this.reference, input.country);
    const birth = parseBirthQuarter(input.birthQuarter);
    if (birth === undefined || !isPlausibleBirth(birth, on)) throw invalidInput({ field: 'birthQuarter', code: 'not-a-birth' });
    if (input.arrivedOn > on) throw invalidInput({ field: 'arrivedOn', code: 'in-the-future' });
    CaseCore.countryOf(input.region, input.country);
    const { band } = bandOn(this.reference.ageBands('profile'), birth, on);
    const owning = bandOn(this.reference.ageBands('tasks'), birth, on).band.id;
    await this.database.begin();
    const [alias] = await Promise.all([this.freeAlias(), this.refuseUnfitOwner(owning)]);

    const core = new CaseCore();
    core.id = randomUUID();
    core.code = newCaseCode();
    core.alias = alias;
    core.phase = input.phase ?? 'P1';
    core.priority = input.priority ?? 'normal';
    core.country = input.country;
    core.legalBasis = input.legalBasis;
    core.workerId = actor.id;
    core.unitId = actor.unitId;
    core.supervisorUnitId = actor.unitId;
    core.move('register');
    this.gate.admit(CaseRecord, core);

    const {
      interpreterNeeded = false,
      householdBand = null,
      disabilityFlag = null,
      roles = [],
      origin = null,
      preferredWorkerSex = null,
    } = input;
    const { sex, language, region, arrivedOn, district = null } = input;
    const profile = {
      caseId: core.id,
      ageBand: band.id,
      sex,
      language,
      region,
      interpreterNeeded,
      householdBand,
      disabilityFlag,
      roles,
      origin,
    };
    this.database.keep(Object.assign(new CaseProfile(), profile, { preferredWorkerSex }));
    const anchor = { caseId: core.id, arrivedOn, registeredOn: on, birthQuarter: birth, district };
    this.database.keep(Object.assign(new CaseAnchor(), anchor));
    this.database.keep(Object.assign(new CaseSituation(), { caseId: core.id }));
    await this.events.publish(new CaseRegistered(core.id, this.clock.now()));
    return this.gate.show(CaseRecord, core.id);
  }

  /** The first of some random aliases that no case of the unit has. Two at once may draw the same: then the later draws again. */
  private async freeAlias(): Promise<number> {
    const drawn = [...aliasCandidates(this.reference.aliasWords('en'))];
    const [row] = await this.database.rows<{ alias: number | null }>({
      name: 'free-alias',
      text: 'SELECT case_alias_free($1::integer[]) AS alias',
      values: [drawn],
    });
    if (row?.alias == null) throw new Error('A unit of this size has no alias left.');
    return row.alias;
  }

  /** A child's case belongs to civil child protection, never to an interior or security body. */
  private async refuseUnfitOwner(band: string): Promise<void> {
    const type = this.reference.code('agency-type', await this.agencies.typeOf(this.database.actor.agencyId));
    const may = band === 'adult' ? type.mayOwnAdultCases : type.mayOwnChildCases;
    if (!may) throw forbidden({ why: 'agency-type' });
  }
}
