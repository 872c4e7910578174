import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { Clock } from '../../../kernel/clock.ts';
import { CONFIG, type Config } from '../../../platform/config.ts';
import { Log } from '../../../platform/log.ts';
import { deliveryReportIn } from './delivery-report.ts';
import { HearBounce } from './hear-bounce.ts';
import { ReturnAddresses, type Sending } from './return-addresses.ts';

/** Our mails are small, and a report holds at most one of them: to read more would keep everything else waiting. */
const bytesAtMost = 64 * 1024;
const limits = { size: bytesAtMost, rejectOversized: true, maxRecipients: 1, maxClients: 20, maxCommandLength: 1024 } as const;
const patience = { socketTimeout: 20_000, closeTimeout: 2_000 } as const;

/** Longer nobody stays, in milliseconds, however often they say something. */
const staysAtMost = 60_000;

type Done = (error?: Error | null) => void;

/**
 * Where mails come back that reached nobody: a small mail server, for the installation's own mail server to hand over to. It takes what is
 * addressed to a sending of ours and comes from nobody, as reports do; it sends nothing, answers nothing and passes nothing on.
 */
@Injectable()
export class BounceDoor implements BeforeApplicationShutdown {
  private server: SMTPServer | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ReturnAddresses) private readonly addresses: ReturnAddresses | null,
    private readonly hearBounce: HearBounce,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Opens, if the configuration says where; returns the port. */
  async open(atMost = staysAtMost): Promise<number | null> {
    const at = this.config.mail?.bounces?.listen;
    if (at === undefined) return null;
    this.server = new SMTPServer({
      ...limits,
      ...patience,
      ...{ lmtp: at.lmtp, name: this.config.mail?.bounces?.domain, banner: 'reports alone' },
      ...{ authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, logger: false },
      onMailFrom: ({ address }, _session, done) => done(address === '' ? null : refusal(550, 'Only what comes from nobody is taken here')),
      onRcptTo: ({ address }, _session, done) => done(this.read(address) === null ? refusal(550, 'No such address') : null),
      onData: (stream, session, done) => void this.take(stream, session, done),
    });
    this.server.on('error', (error: Error) => this.log.warn('the door for bounces is in trouble', { kind: error.name }));
    const listening = this.server.listen(at.port, at.host);
    listening.on('connection', (socket: Socket) => letGoAfter(atMost, socket));
    await once(listening, 'listening');
    return (listening.address() as AddressInfo).port;
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (server !== null) await new Promise<void>((resolve) => server.close(resolve));
  }

  /** A report that cannot be noted now is to be handed over again; what is no report is taken and forgotten. */
  private async take(stream: SMTPServerDataStream, session: SMTPServerSession, done: Done): Promise<void> {
    try {
      const raw = await whole(stream);
      const sending = this.read(session.envelope.rcptTo[0]?.address ?? '');
      const report = await deliveryReportIn(raw);
      if (sending !== null && report !== null) await this.hearBounce.run(sending, report);
      done();
    } catch (error) {
      this.log.warn('a bounce was not heard', { kind: (error as Error).name, code: (error as { code?: string }).code });
      done(refusal(451, 'Try again later'));
    }
  }

  private read(address: string): Sending | null {
    return this.addresses?.read(address, this.clock.now()) ?? null;
  }
}

function letGoAfter(milliseconds: number, socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), milliseconds);
  socket.once('close', () => clearTimeout(timer));
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** All of it; of what is too big nothing, and the server refuses it at its end. */
async function whole(stream: SMTPServerDataStream): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) {
    if (stream.sizeExceeded) pieces.length = 0;
    else pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}
