import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';

/** What other rooms may ask about follow-ups, each with the sight of whoever asks. */
@Injectable()
export class FollowUps {
  constructor(private readonly database: Database) {}

  /** How many follow-ups an agency leaves unanswered though its coordinator heard of them, this one among them; of which country and agency it is. */
  async unansweredWith(followUpId: string, unitId: string): Promise<{ agencyId: string; country: string; count: number }> {
    const [row] = await this.database.rows<{ agency_id: string; country: string; count: number }>({
      name: 'unanswered-with',
      text: `SELECT mine.agency_id, f.country, (
               SELECT count(*)::int FROM follow_up m JOIN unit u ON u.id = m.unit_id WHERE u.agency_id = mine.agency_id AND (m.id = $1
                 OR m.status = 'missed' AND EXISTS (SELECT FROM follow_up_dispatch d
                   WHERE d.follow_up_id = m.id AND d.kind = 'coordinator' AND d.state <> 'waiting'))
             ) AS count
             FROM follow_up f, unit mine WHERE f.id = $1 AND mine.id = $2`,
      values: [followUpId, unitId],
    });
    if (row === undefined) throw notFound();
    return { agencyId: row.agency_id, country: row.country, count: row.count };
  }
}
