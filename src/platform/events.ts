import { Injectable, SetMetadata, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Database } from './database/database.ts';
import { system } from './system.ts';

const onKey = 'homeward:on';

type EventType<E extends object = object> = abstract new (...input: never[]) => E;
type Listener = (event: object) => Promise<void>;

interface Heard {
  readonly event: EventType;
  readonly as: 'asker' | 'system';
}

/** This method hears an event, in the transaction of whoever caused it: with the asker's sight, or as the system for them (ADR 0007). */
export function On(event: EventType, { as = 'asker' }: { as?: 'asker' | 'system' } = {}): MethodDecorator {
  return SetMetadata(onKey, { event, as } satisfies Heard);
}

/** Tells the rooms above what happened. Listeners run one after another in the same transaction; one failure undoes the deed. */
@Injectable()
export class Events implements OnApplicationBootstrap {
  private readonly listeners = new Map<EventType, { readonly as: Heard['as']; readonly listen: Listener }[]>();

  constructor(
    private readonly database: Database,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, Listener> | null;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const heard = Reflect.getMetadata(onKey, prototype?.[method] ?? {}) as Heard | undefined;
        if (heard === undefined) continue;
        const known = this.listeners.get(heard.event) ?? [];
        known.push({ as: heard.as, listen: (event) => (instance as Record<string, Listener>)[method]?.(event) ?? Promise.resolve() });
        this.listeners.set(heard.event, known);
      }
    }
  }

  /** Tells everybody who listens, and waits for them. */
  async publish(event: object): Promise<void> {
    for (const { as, listen } of this.listeners.get(event.constructor as EventType) ?? []) {
      if (as === 'asker') await listen(event);
      else await this.database.as(system, () => listen(event));
    }
  }
}
