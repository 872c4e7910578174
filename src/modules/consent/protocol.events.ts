import { randomUUID } from 'node:crypto';
import type { SharingProtocol } from './sharing-protocol.entity.ts';

type Between = Pick<SharingProtocol, 'id' | 'fromAgencyId' | 'toAgencyId' | 'validTo'>;

/** A protocol was proposed, or still waits for the privacy officer: until then nothing is sent on it. */
export class ProtocolWaits {
  readonly eventId = randomUUID();

  constructor(
    readonly protocol: Between,
    readonly isNew: boolean,
    readonly at: Date,
  ) {}
}

/** A protocol ends soon, or its last day is over: after that nothing new is sent on it. */
export class ProtocolEnds {
  readonly eventId = randomUUID();

  constructor(
    readonly protocol: Between,
    readonly isOver: boolean,
    readonly at: Date,
  ) {}
}
