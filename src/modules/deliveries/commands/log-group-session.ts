import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict, invalidInput, Problem, type InputError } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { ReferralRecord, ServiceDays, servingStates, type Referral } from '../../referrals/index.ts';
import type { NewGroupSession, Participant } from '../given.ts';
import { GroupSession } from '../group-session.entity.ts';
import { GroupSessionRecord } from '../group-session.record.ts';
import { Logging, type Given } from '../logging.ts';

/** A participant whose referral may be served. */
interface Served {
  readonly row: number;
  readonly referral: Referral;
  readonly given: Given;
  readonly duplicateReason: string | undefined;
}

/**
 * The receiving unit logs a session for several people at once: a row for each, or none at all. What is wrong is said by the
 * number of the row, never by whom it names, and a referral of somebody else is answered as one that is not there.
 */
@Injectable()
export class LogGroupSession {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly days: ServiceDays,
    private readonly logging: Logging,
  ) {}

  async run({ participants, ...session }: NewGroupSession): Promise<Answer> {
    const staff = await this.logging.staffOf(session);
    const served = await this.servedOf(participants, session);
    const earlier = await this.logging.earlierOf(served.map(({ referral }) => referral.id));
    const twins = served.map(({ referral, given }) => this.logging.sameDay(earlier, referral.id, given));
    const unexplained = served.filter(({ duplicateReason }, at) => twins[at] !== undefined && duplicateReason === undefined);
    if (unexplained.length > 0) throw conflict('duplicate-deliveries', { rows: unexplained.map(({ row }) => row) });

    const { actor } = this.database;
    const { deliveredOn, mode, durationBand } = session;
    const facts = { id: randomUUID(), byUnitId: actor.unitId, authorId: actor.id, recordedAt: this.clock.now(), size: served.length };
    const held = Object.assign(new GroupSession(), facts, { deliveredOn, mode, durationBand: durationBand ?? null, ...staff });
    this.gate.admit(GroupSessionRecord, held);
    for (const [at, { referral, given, duplicateReason }] of served.entries()) {
      const beside = { ...staff, earlier, groupSessionId: held.id, duplicateReason: twins[at] && duplicateReason };
      await this.logging.write(referral, given, beside);
    }
    return this.gate.show(GroupSessionRecord, held.id);
  }

  /** All of them, or what is wrong with every row at once. */
  private async servedOf(participants: readonly Participant[], session: Omit<NewGroupSession, 'participants'>): Promise<Served[]> {
    await this.days.refuseFuture(this.database.actor.agencyId, 'deliveredOn', session.deliveredOn);
    const served: Served[] = [];
    const wrong: (InputError & { readonly row: number })[] = [];
    // In the order of the ids: two sessions with the same people wait for one another instead of for each other's locks.
    const rows = [...participants.entries()].sort(([, one], [, other]) => (one.referralId < other.referralId ? -1 : 1));
    for (const [row, participant] of rows) {
      const { referralId, duplicateReason } = participant;
      const isTwice = participants.slice(0, row).some((before) => before.referralId === referralId);
      const given = this.givenTo(participant, session);
      const found = isTwice ? twice : await this.referralOf(referralId, given);
      if (found instanceof Problem) wrong.push(...found.errors.map((error) => ({ ...error, field: `participants.${row}`, row })));
      else served.push({ row, referral: found, given, duplicateReason });
    }
    if (wrong.length > 0) throw invalidInput(...wrong.sort((one, other) => one.row - other.row).map(({ row: _, ...error }) => error));
    return served.sort((one, other) => one.row - other.row);
  }

  /** What one of them was given: whoever did not come got nothing of its time either. */
  private givenTo({ attendance, units }: Participant, { durationBand, ...session }: Omit<NewGroupSession, 'participants'>): Given {
    return {
      ...session,
      attendance,
      ...(units === undefined ? {} : { units }),
      ...(durationBand !== undefined && this.logging.tookPlace(attendance) ? { durationBand } : {}),
    };
  }

  /** The referral of a row, if it can be served; else the refusal. One that is not the unit's, and one that is nobody's, are refused alike. */
  private async referralOf(id: string, given: Given): Promise<Referral | Problem> {
    try {
      const referral = await this.gate.take(ReferralRecord, id, 'deliver');
      if (!servingStates.includes(referral.status)) return invalidInput({ field: '', code: 'referral-not-served' });
      await this.logging.refuseUnlikely(referral, given);
      return referral;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404) return invalidInput({ field: '', code: 'no-referral-of-unit' });
      // What names no field is not about this row.
      if (error.errors.length === 0) throw error;
      return error;
    }
  }
}

const twice = invalidInput({ field: '', code: 'given-twice' });
