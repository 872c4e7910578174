import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Agencies, answeringRoles, Delegations, People } from '../identity/index.ts';
import { GatherMail } from './gather-mail.ts';
import { MailTimes } from './mail-times.ts';
import { Notification } from './notification.entity.ts';
import { ShortMessages } from './short-messages.ts';
import { NotificationRecord } from './notification.record.ts';
import { Subjects } from './subjects.ts';

/** What is told: that something happened, to which record, and by when somebody should act. Never what stands in it. */
export interface Message {
  /** What happened; told to each person once. */
  readonly causeId: string;
  readonly kind: string;
  readonly subjectType:
    | 'follow-up'
    | 'referral'
    | 'task'
    | 'delivery'
    | 'unit'
    | 'agency'
    | 'delegation'
    | 'webhook'
    | 'service'
    | 'consent'
    | 'consent-override'
    | 'person'
    | 'protocol'
    | 'complaint';
  readonly subjectId: string;
  readonly dueOn: string | null;
  /** How many there are, for those who are told a number and nothing else. */
  readonly howMany?: number;
  readonly createdAt: Date;
  /** When it was to be told, if that was before. */
  readonly cameUpAt?: Date;
  /** It waits for nobody's hours. */
  readonly isUrgent?: boolean;
}

/** Who should have been told, and which word says that there is nobody: `no-supervisor`, `no-recipient`. */
export interface Post {
  readonly roles: readonly string[];
  readonly unitId: string;
  readonly vacant: string;
  /** A unit without accounts has nobody at this post, and is no gap: it hears by its slips. */
  readonly mayHearBySlip?: true;
}

/** Those who answer for the worker's cases. */
export function supervisorsOf(unitId: string): Post {
  return { roles: ['supervisor'], unitId, vacant: 'no-supervisor' };
}

/** Those who answer referrals to a unit. */
export function recipientsIn(unitId: string): Post {
  return { roles: answeringRoles, unitId, vacant: 'no-recipient', mayHearBySlip: true };
}

/** Tells people, in the house and by mail. That nobody at all hears of something cannot be: then it is not done. */
@Injectable()
export class Telling {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly people: People,
    private readonly agencies: Agencies,
    private readonly delegations: Delegations,
    private readonly jobs: Jobs,
    private readonly mailTimes: MailTimes,
    private readonly shortMessages: ShortMessages,
    private readonly subjects: Subjects,
  ) {}

  /** Tells the worker, if they still are one of the unit, else those who answer for the worker. */
  async worker(workerId: string | null, unitId: string, supervisorUnitId: string, message: Message): Promise<void> {
    if (workerId !== null && (await this.people.serves(workerId, 'social-worker', unitId))) {
      await this.each([workerId], message);
      await this.standIns(workerId, message);
    } else await this.post(supervisorsOf(supervisorUnitId), message);
  }

  /**
   * Tells whoever holds a post now. If nobody does, those above hear that nobody does: what it was about is not theirs to open.
   * Returns whether there was anybody at the post itself.
   */
  async post({ roles, unitId, vacant: kind, mayHearBySlip }: Post, message: Message): Promise<boolean> {
    const holders = await this.people.holding(roles, unitId);
    await this.each(holders, message);
    if (holders.length > 0) return true;
    if (mayHearBySlip && (await this.agencies.worksWithoutAccounts(unitId))) return false;
    await this.above({ roles, unitId }, { ...message, kind });
    return false;
  }

  /**
   * Tells whoever holds a post in the nearest unit above, else those who look after the installation, of the unit alone: what it was
   * about is not theirs to open. Who has that before them unread is not told again.
   */
  async above({ roles, unitId }: Pick<Post, 'roles' | 'unitId'>, message: Message): Promise<void> {
    const above = await this.people.holdingAbove(roles, unitId);
    const hearers = above.length > 0 ? above : await this.people.administrators();
    if (hearers.length === 0) throw new Error('Nobody is left to be told: the installation has no administrator.');
    await this.unaware(hearers, { ...message, subjectType: 'unit', subjectId: unitId, dueOn: null });
  }

  /**
   * Whoever stands in hears it as the worker does, for they can open what it is about. Of what a seal leaves to the worker alone they hear
   * for whom something came up, and by when; not what, and no address of it.
   */
  private async standIns(personId: string, message: Message): Promise<void> {
    const standIns = await this.delegations.standInsFor(personId, message.createdAt);
    if (standIns.length === 0) return;
    const isOpen = await this.subjects.isOpenToTeam(message.subjectType, message.subjectId);
    for (const { delegationId, delegateId } of standIns) {
      const about = isOpen ? {} : ({ kind: 'standing-in', subjectType: 'delegation', subjectId: delegationId } as const);
      await this.each([delegateId], { ...message, ...about });
    }
  }

  /** Tells people a number. Whoever has not read the last one has it put right, and gets no second. */
  async count(personIds: readonly string[], message: Message & { readonly howMany: number }): Promise<void> {
    const corrected = await this.database.rows<{ person_id: string }>({
      name: 'correct-count',
      text: `UPDATE notification SET count = $4 WHERE person_id = ANY ($1::uuid[]) AND kind = $2 AND subject_id = $3 AND read_at IS NULL
             RETURNING person_id`,
      values: [personIds, message.kind, message.subjectId, message.howMany],
    });
    const told = new Set(corrected.map(({ person_id: id }) => id));
    await this.each(
      personIds.filter((id) => !told.has(id)),
      message,
    );
  }

  /** Tells those who look after the installation. */
  async administrators(message: Message): Promise<void> {
    await this.each(await this.people.administrators(), message);
  }

  /** Tells those of these people who do not have this very news before them unread: a state of things, not a thing that happened. */
  async unaware(personIds: readonly string[], message: Message): Promise<void> {
    await this.each(await this.unawareOf(message, personIds), message);
  }

  /** Tells people who are known; that there are any, the caller has seen to. */
  async each(personIds: readonly string[], message: Message): Promise<void> {
    for (const personId of personIds) {
      const { cameUpAt = message.createdAt, isUrgent = false, ...facts } = message;
      // In the list it stands at once; what waits for the person's hours is the mail.
      const mailAt = isUrgent ? facts.createdAt : await this.mailTimes.of(personId, cameUpAt, facts.createdAt);
      const notification = Object.assign(new Notification(), { id: randomUUID(), personId, ...facts, mailAt });
      this.gate.admit(NotificationRecord, notification);
      await this.jobs.promise(GatherMail, notification.id, mailAt);
      await this.shortMessages.tell(notification, isUrgent);
    }
  }

  /** A vacant post is one piece of news, however much comes to it: who has it before them unread is not told again. */
  private async unawareOf({ kind, subjectId }: Message, personIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'unaware-of',
      text: `SELECT p.id FROM unnest($1::uuid[]) AS p (id) WHERE NOT EXISTS (
               SELECT FROM notification n WHERE n.person_id = p.id AND n.kind = $2 AND n.subject_id = $3 AND n.read_at IS NULL)`,
      values: [personIds, kind, subjectId],
    });
    return rows.map(({ id }) => id);
  }
}
