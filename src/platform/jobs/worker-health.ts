import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config.ts';
import { Relay } from './relay.ts';

/**
 * Says on this machine whether the worker works, for whoever watches over it: 200, or 503 if it no longer carries promises, its database or
 * its queue does not answer, or it takes no rings. A worker whose loop stands still says nothing at all.
 */
@Injectable()
export class WorkerHealth implements BeforeApplicationShutdown {
  private server: Server | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly relay: Relay,
  ) {}

  /** Opens, if the configuration says where; returns the port. */
  async open(): Promise<number | null> {
    if (this.config.workerHealthPort === null) return null;
    this.server = createServer((request, response) => {
      request.resume();
      void this.relay.isWell().then((isWell) => response.writeHead(isWell ? 200 : 503, { connection: 'close' }).end());
    });
    this.server.listen(this.config.workerHealthPort, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  beforeApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
