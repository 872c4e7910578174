import { Injectable, SetMetadata, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { JobType } from './jobs.ts';

const keepsKey = 'homeward:keeps';

type Handler = (subjectId: string) => Promise<void>;

/** This method keeps promises of one kind. It may run twice: it looks at the row, and does nothing if all is done. */
export function Keeps(type: JobType): MethodDecorator {
  return SetMetadata(keepsKey, type.kind);
}

/** Who keeps which kind of promise. */
@Injectable()
export class Handlers implements OnApplicationBootstrap {
  private readonly byKind = new Map<string, Handler>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, Handler> | null;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const kind = Reflect.getMetadata(keepsKey, prototype?.[method] ?? {}) as string | undefined;
        const handler = (instance as Record<string, Handler>)[method];
        if (kind !== undefined && handler !== undefined) this.byKind.set(kind, handler.bind(instance));
      }
    }
  }

  /** The handler of a kind; a promise nobody keeps is a fault. */
  of(kind: string): Handler {
    const handler = this.byKind.get(kind);
    if (handler === undefined) throw new Error(`Nobody keeps promises of the kind ${kind}.`);
    return handler;
  }
}
