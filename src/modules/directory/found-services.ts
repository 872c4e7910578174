import { ApiProperty } from '@nestjs/swagger';
import { reasonKinds, type ReasonCode } from './judging.ts';

const kinds = [...new Set(Object.values(reasonKinds))];

/** Why a service is offered, or is not. */
export class FoundReason {
  @ApiProperty({ type: String, enum: Object.keys(reasonKinds) }) readonly code: ReasonCode;
  @ApiProperty({ type: String, enum: kinds, description: 'Speaks for it, has to be thought of, or rules it out.' })
  readonly kind: (typeof kinds)[number];
  @ApiProperty({ type: String }) readonly detail: string;
}

/** A service the finder looked at, and what it makes of it. */
export class FoundService {
  @ApiProperty({ allOf: [{ $ref: '#/components/schemas/Service' }] }) readonly service: object;
  @ApiProperty({ type: Boolean }) readonly offered: boolean;
  @ApiProperty({ type: [FoundReason] }) readonly reasons: readonly FoundReason[];
  @ApiProperty({ type: 'integer', nullable: true, description: 'How many borders of regions lie between; null if that is not known.' })
  readonly borders: number | null;
}

/** A page of what the finder found, the best first. */
export class FoundServices {
  @ApiProperty({ type: [FoundService] }) readonly items: readonly FoundService[];
  @ApiProperty({ type: String, nullable: true, description: 'What to send as `after` for the next page; null on the last one.' })
  readonly next: string | null;
}
