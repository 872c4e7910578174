import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { LookedAt, SafeText } from '../../../platform/free-text.ts';
import { Code, Id, Maybe } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Agencies } from '../../identity/index.ts';
import { ReferralMessageWritten } from '../referral.events.ts';
import { ReferralRecord } from '../referral.record.ts';
import { ReferralMessage, type Side } from './referral-message.entity.ts';
import { ReferralMessageRecord } from './referral-message.record.ts';

/** What to say to the other side: what it is about, and a few words that tell nobody who the person is. */
export class NewMessage extends LookedAt {
  @Code(listed('referral-message-subject')) subject: string;
  @Maybe() @SafeText(280) text?: string;
  @Maybe() @Id() answersId?: string;
}

/** Either side of a referral that is under way writes to the other. */
@Injectable()
export class WriteMessage {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
  ) {}

  async run(referralId: string, { subject, text, answersId }: NewMessage): Promise<Answer> {
    const referral = await this.gate.take(ReferralRecord, referralId, 'write');
    referral.refuseUnlessUnderWay();
    const { actor } = this.database;
    const side = referral.sideOf(actor);
    // Nobody there would read it, and a slip does not show it.
    if (side === 'sender' && (await this.agencies.worksWithoutAccounts(referral.toUnitId))) throw conflict('unit-reads-no-messages');
    const { wantsAnswer, needsText } = this.reference.code('referral-message-subject', subject);
    if (needsText && text === undefined) throw invalidInput({ field: 'text', code: 'missing' });
    if (answersId !== undefined) await this.refuseNoQuestion(answersId, referralId, side);
    const at = this.clock.now();
    const message = ReferralMessage.on(referral, { side, authorId: actor.id, subject, wantsAnswer, at });
    this.gate.admit(ReferralMessageRecord, Object.assign(message, { text: text ?? null, answersId: answersId ?? null }));
    await this.events.publish(new ReferralMessageWritten(referral, side, wantsAnswer, at));
    return this.gate.show(ReferralMessageRecord, message.id);
  }

  /** What is no question of the other side on this referral is one thing, whatever else it is. */
  private async refuseNoQuestion(id: string, referralId: string, side: Side): Promise<void> {
    const [row] = await this.database.rows({
      name: 'question-of-others',
      text: 'SELECT 1 FROM referral_message WHERE id = $1 AND referral_id = $2 AND side <> $3 AND wants_answer',
      values: [id, referralId, side],
    });
    if (row === undefined) throw invalidInput({ field: 'answersId', code: 'no-question-of-others' });
  }
}
