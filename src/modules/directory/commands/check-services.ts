import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Checked, Id } from '../../../platform/input.ts';
import { Words } from '../../../platform/words.ts';
import { Agencies } from '../../identity/index.ts';
import { findingKinds, Unreadable, type Finding } from '../hsds/findings.ts';
import { readPackage, type ReadPackage } from '../hsds/read-package.ts';
import { Importing } from '../importing.ts';
import { ServiceImport, type Findings, type FoundInPackage } from '../service-import.entity.ts';
import { ServiceImportRecord } from '../service-import.record.ts';

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const listedAtMost = 200;

/** A package as it was published: the file as it is, in Base64, and the unit that is to receive the referrals. */
export class ServicePackage {
  @Id() receivingUnitId: string;
  @Checked((value) => (typeof value === 'string' && base64.test(value) ? null : { code: 'not-base64' }), {
    ...{ type: String, contentEncoding: 'base64', maxLength: 1_000_000 },
  })
  file: string;
}

/** Reads a package of services and says what is wrong with it and what would become of each; nothing is taken over yet. */
@Injectable()
export class CheckServices {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly words: Words,
    private readonly agencies: Agencies,
    private readonly importing: Importing,
  ) {}

  async run({ receivingUnitId, file }: ServicePackage): Promise<Answer> {
    const { format, services: documents, findings } = await readable(Buffer.from(file, 'base64'));
    const unit = await this.agencies.ofUnit(receivingUnitId);
    if (unit === null) throw invalidInput({ field: 'receivingUnitId', code: 'unknown-unit' });
    const { agencyId } = unit;
    const isSound = !findings.some(({ is }) => findingKinds[is] === 'fault');
    const plan = isSound ? await this.importing.plan({ agencyId }, documents) : { services: [], findings: [] };
    const said = { findings: this.told([...findings, ...plan.findings]), plan: { services: plan.services } };
    const checked = { checkedById: this.database.actor.id, checkedAt: this.clock.now(), documents: isSound ? documents : null };
    const found = Object.assign(new ServiceImport(), { id: randomUUID(), agencyId, receivingUnitId, format, ...said, ...checked });
    found.begin();
    await this.database.begin();
    this.gate.admit(ServiceImportRecord, found);
    return this.gate.show(ServiceImportRecord, found.id);
  }

  private told(findings: readonly Finding[]): Findings {
    const inWords = ({ is: code, ...place }: Finding): FoundInPackage => ({ ...place, code, detail: this.words.say(`finding.${code}`) });
    const ofKind = (kind: string): FoundInPackage[] => findings.filter(({ is }) => findingKinds[is] === kind).map(inWords);
    const [faults, hints] = [ofKind('fault'), ofKind('hint')];
    const more = Math.max(0, faults.length - listedAtMost) + Math.max(0, hints.length - listedAtMost);
    return { faults: faults.slice(0, listedAtMost), hints: hints.slice(0, listedAtMost), more };
  }
}

async function readable(bytes: Buffer): Promise<ReadPackage> {
  try {
    return await readPackage(bytes);
  } catch (error) {
    if (error instanceof Unreadable) throw invalidInput({ field: 'file', code: error.why, params: { at: error.at } });
    throw error;
  }
}
