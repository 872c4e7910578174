import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Gate } from '../../../access/gate.ts';
import { Database } from '../../../platform/database/database.ts';
import { Id, Maybe, Text } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { describe } from '../hsds/describe.ts';
import type { Row } from '../hsds/texts.ts';
import { Translation } from '../hsds/translate.ts';
import { Service } from '../service.entity.ts';
import { ServiceRecord } from '../service.record.ts';

/** Which part of the directory to publish. */
export class PublishedPart {
  @Maybe() @Id() agencyId?: string;
  @Maybe() @Text(3) limit?: string;
  @Maybe() @Text(300) after?: string;
}

/** A part of the directory as documents of the standard (HSDS 3.0). */
export class PublishedServices {
  @ApiProperty({ type: [Object], description: 'Services as HSDS 3.0 describes them.' }) readonly items: readonly object[];
  @ApiProperty({ type: String, nullable: true, description: 'What to send as `after` for the next page; null on the last one.' })
  readonly next: string | null;
}

/** Gives the directory out as documents of the standard: what came from elsewhere as it came, but for what was put right here. */
@Injectable()
export class PublishServices {
  private readonly translation: Translation;

  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    reference: Reference,
  ) {
    this.translation = new Translation(reference);
  }

  async run(part: PublishedPart): Promise<PublishedServices> {
    const asked = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
    const page = this.gate.list(ServiceRecord, asked);
    const { items, next } = page.render(await this.database.rows(page.sql())).body as { items: { id: string }[]; next: string | null };
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'services-to-publish',
      // What nobody is there to give is not published as offered.
      text: `SELECT s.*, a.name AS agency_name, CASE WHEN s.status = 'active' AND NOT (u.active AND a.active) THEN 'inactive' ELSE s.status END AS said
             FROM service s JOIN agency a ON a.id = s.agency_id JOIN unit u ON u.id = s.receiving_unit_id WHERE s.id = ANY ($1) ORDER BY s.id`,
      values: [items.map(({ id }) => id)],
    });
    const documents = rows.map((row): Row => {
      const service = this.database.hydrate(Service, { ...row, status: row.said });
      return describe(service, { agencyId: service.agencyId, agencyName: String(row.agency_name) }, this.translation);
    });
    return { items: documents, next };
  }
}
