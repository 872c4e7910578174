import { Agent, request } from 'node:http';

/** One request, and with which status it must be answered. */
export interface Ask {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly expects: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Takes note of the answer. */
  readonly heard?: (answer: Heard) => void;
}

/** What came back. */
export interface Heard {
  readonly status: number;
  readonly etag: string | undefined;
  readonly text: string;
}

/** As many people as have a connection open, each asking again as soon as they are answered. */
export const connections = 16;

/** The connections to one server on this machine. */
export class Callers {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: connections });

  constructor(private readonly port: number) {}

  /** Asks so many times, never more at once than there are connections or different things to ask about. */
  async run(asked: (at: number) => Ask, times: number, atOnce: number): Promise<void> {
    let next = 0;
    const caller = async (): Promise<void> => {
      for (let at = next++; at < times; at = next++) await this.ask(asked(at));
    };
    await Promise.all(Array.from({ length: Math.min(connections, atOnce, times) }, caller));
  }

  /** Asks once. Any other answer than the expected one ends the bench: figures of refusals are worth nothing. */
  async ask(ask: Ask): Promise<Heard> {
    const heard = await this.send(ask);
    if (heard.status !== ask.expects)
      throw new Error(`${ask.method} ${ask.path} was answered ${heard.status} instead of ${ask.expects}: ${heard.text.slice(0, 300)}`);
    ask.heard?.(heard);
    return heard;
  }

  close(): void {
    this.agent.destroy();
  }

  private send({ method, path, headers = {}, body }: Ask): Promise<Heard> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const sized =
      payload === undefined ? headers : { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
    return new Promise((resolve, reject) => {
      const options = { agent: this.agent, host: '127.0.0.1', port: this.port, method, path, headers: sized };
      const sent = request(options, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece: string) => (text += piece));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, etag: answer.headers.etag, text }));
      });
      sent.on('error', reject);
      sent.end(payload);
    });
  }
}
