import { ApiProperty } from '@nestjs/swagger';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Database } from '../../../platform/database/database.ts';
import { Reference } from '../../../platform/reference.ts';
import type { Answer, Rendered } from '../../../platform/answer.ts';
import { ReferralRecord } from '../referral.record.ts';

/** Where a referral stands in the queue of its service: two numbers, which say nothing of anybody else. */
export class QueuePlace {
  @ApiProperty({ type: 'integer', minimum: 1, nullable: true, description: '1 is the next; null: it waits in no queue.' })
  readonly position: number | null;
  @ApiProperty({ type: 'integer', minimum: 1, nullable: true, description: 'How many wait in all; null: it waits in no queue.' })
  readonly waiting: number | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when a free place is kept for it.' })
  readonly placeOfferedAt: string | null;
}

/** Tells either side of a referral how far it has come in a queue. The database counts, and counts for those two sides alone. */
@Injectable()
export class ShowQueuePlace {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly reference: Reference,
  ) {}

  async run(id: string): Promise<Answer> {
    await this.gate.peek(ReferralRecord, id);
    const [place] = await this.database.rows<{ position: number; waiting: number }>({
      name: 'referral-place',
      text: 'SELECT * FROM referral_place($1, $2)',
      values: [id, this.reference.codes('referral-urgency').map((urgency) => urgency.id)],
    });
    // The referral passes the Gate like any other, and the look is noted; of it only the offer is shown.
    const shown = this.gate.show(ReferralRecord, id);
    const render: Answer['render'] = (rows): Rendered => {
      const { placeOfferedAt } = shown.render(rows).body as QueuePlace;
      return { body: { position: place?.position ?? null, waiting: place?.waiting ?? null, placeOfferedAt } };
    };
    return { ...shown, resourceId: null, render };
  }
}
