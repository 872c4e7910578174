import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { MailSettings } from '../../src/platform/mail-settings.ts';

/** A mail as it came in. */
export interface Arrived {
  /** The envelope's sender: where it comes back to. */
  readonly from: string;
  /** What it is asked to report to there, and with how much of the mail. */
  readonly reports: string;
  readonly to: readonly string[];
  readonly raw: string;
}

/** A small mail server on this machine: it can be away, refuse people, and be asked what came. */
export class MailHost {
  readonly arrived: Arrived[] = [];
  /** Addresses it knows nobody under. */
  readonly unknown = new Set<string>();
  private server: SMTPServer | null = null;

  private constructor(readonly port: number) {}

  /** One that is not up yet, at a port that is its own. */
  static async reserve(): Promise<MailHost> {
    const place = createServer().listen(0, '127.0.0.1');
    await once(place, 'listening');
    const { port } = place.address() as AddressInfo;
    await ended(place);
    return new MailHost(port);
  }

  get settings(): MailSettings {
    return settingsFor(this.port);
  }

  async up(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      hideDSN: false,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) => {
        done(this.unknown.has(address) ? Object.assign(new Error('No such person'), { responseCode: 550 }) : null);
      },
      onData: (stream, session, done) => {
        let raw = '';
        stream.on('data', (piece: Buffer) => (raw += piece.toString('utf8')));
        stream.on('end', () => {
          const { mailFrom, rcptTo, dsn } = session.envelope;
          this.arrived.push({
            from: mailFrom === false ? '' : mailFrom.address,
            reports: `${dsn?.ret ?? ''} ${rcptTo[0]?.dsn?.notify?.join(',') ?? ''}`,
            to: rcptTo.map(({ address }) => address),
            raw,
          });
          done(null);
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.server = server;
  }

  async down(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server !== null) await new Promise<void>((resolve) => server.close(resolve));
  }
}

/** Something that takes every call and says no word. */
export class SilentHost {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((socket) => {
    this.sockets.add(socket.on('error', () => undefined));
  });

  async up(): Promise<MailSettings> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return settingsFor((this.server.address() as AddressInfo).port);
  }

  /** How many have called so far. */
  get calls(): number {
    return this.sockets.size;
  }

  async down(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await ended(this.server);
  }
}

function settingsFor(port: number): MailSettings {
  return {
    host: '127.0.0.1',
    port,
    secure: false,
    requireTls: false,
    user: null,
    password: '',
    from: 'homeward@house.example',
    bounces: null,
  };
}

function ended(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
