import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A call as it came in. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Manner = (response: ServerResponse) => void;

/** How strangers may answer. */
export const manners = {
  takes: (response) => response.writeHead(204).end(),
  breaks: (response) => response.writeHead(500).end('the disk is full'),
  refuses: (response) => response.writeHead(403).end(),
  isGone: (response) => response.writeHead(410).end(),
  hangs: () => undefined,
  /** Ten megabytes and more, for as long as somebody reads. */
  pours: (response) => {
    response.on('error', () => undefined).writeHead(200);
    const piece = Buffer.alloc(1024 * 1024, 'x');
    const pour = (): void => {
      if (!response.destroyed && response.write(piece)) setImmediate(pour);
      else if (!response.destroyed) response.once('drain', pour);
    };
    pour();
  },
  /** One byte of the answer's head at a time, and never the last. */
  drips: (response) => {
    const timer = setInterval(() => response.socket?.write('x'), 20);
    response.socket?.on('close', () => clearInterval(timer)).on('error', () => undefined);
    response.socket?.write('HTTP/1.1 200 O');
  },
} as const satisfies Record<string, Manner>;

/** An endpoint on this machine, whose manners can be changed. */
export class Endpoint {
  readonly received: Received[] = [];
  manner: Manner = manners.takes;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString('utf8')));
      request.on('end', () => {
        this.received.push({ path: request.url ?? '', headers: request.headers, body });
        this.manner(response);
      });
    });
    this.server.on('connection', (socket) => this.sockets.add(socket.on('error', () => undefined)));
  }

  static async open(): Promise<Endpoint> {
    const endpoint = new Endpoint();
    endpoint.server.listen(0, '127.0.0.1');
    await once(endpoint.server, 'listening');
    return endpoint;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** Sends whoever calls somewhere else. */
  redirectTo(url: string): void {
    this.manner = (response) => response.writeHead(302, { location: url }).end();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Whether a call is signed with a secret, as a library for Standard Webhooks would say. */
export function isSignedWith(secret: string, { headers, body }: Received): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}
