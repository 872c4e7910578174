import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Whole } from '../../../platform/input.ts';
import { ServiceRoomTold } from '../service.events.ts';
import { ServiceRecord } from '../service.record.ts';

/** How much room there is. */
export class Capacity {
  @Whole(0, 10_000) places: number;
  @Whole(0, 10_000) freePlaces: number;
  @Whole(0, 10_000) waiting: number;
}

/** The agency says how many places its service has, how many of them are free, and how many people wait elsewhere than here. */
@Injectable()
export class SetCapacity {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async run(id: string, capacity: Capacity, ifMatch: string | undefined): Promise<Answer> {
    const service = await this.gate.take(ServiceRecord, id, 'set-capacity');
    await this.gate.refuseStale(ServiceRecord, id, ifMatch);
    const { places, freePlaces } = capacity;
    if (freePlaces > places) throw invalidInput({ field: 'freePlaces', code: 'more-than-places', params: { places } });
    const at = this.clock.now();
    service.setCapacity(capacity, at);
    this.database.keep(service);
    await this.events.publish(new ServiceRoomTold(id, at));
    return this.gate.show(ServiceRecord, id);
  }
}
