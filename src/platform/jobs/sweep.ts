import { Injectable, SetMetadata, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Database } from '../database/database.ts';
import { Log } from '../log.ts';
import { asSystem } from './as-system.ts';

const sweepsKey = 'homeward:sweeps';

type Look = () => Promise<void>;

/** This method looks, every minute, for what time has brought or what has got lost. It finds nothing the second time. */
export function Sweeps(): MethodDecorator {
  return SetMetadata(sweepsKey, true);
}

/** Goes round the rooms: each looks in a transaction of its own, and no two workers look at the same thing at once. */
@Injectable()
export class Sweep implements OnApplicationBootstrap {
  private readonly looks = new Map<string, Look>();

  constructor(
    private readonly database: Database,
    private readonly log: Log,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance, name } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, Look> | null;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        if (Reflect.getMetadata(sweepsKey, prototype?.[method] ?? {}) !== true) continue;
        const look = (instance as Record<string, Look>)[method];
        if (look !== undefined) this.add(`${String(name)}.${method}`, look.bind(instance));
      }
    }
  }

  /** Goes round once. A look that fails is tried again next time, and keeps no other from looking. */
  async run(): Promise<void> {
    for (const [name, look] of this.looks) {
      try {
        await asSystem(this.database, () => this.alone(name, look));
      } catch (error) {
        this.log.error('a sweep failed', { at: name, kind: (error as Error).name, code: (error as { code?: string }).code });
      }
    }
  }

  /** Two of one name would be one: the first would never look again, and nobody would hear of it. */
  private add(name: string, look: Look): void {
    if (this.looks.has(name)) throw new Error(`Two sweeps are called ${name}.`);
    this.looks.set(name, look);
  }

  private async alone(name: string, look: Look): Promise<void> {
    const [lock] = await this.database.rows<{ held: boolean }>({
      name: 'sweep-lock',
      text: 'SELECT pg_try_advisory_xact_lock(hashtext($1)) AS held',
      values: [`homeward-sweep:${name}`],
    });
    if (lock?.held === true) await look();
  }
}
