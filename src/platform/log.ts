import { destination, pino, type Logger } from 'pino';

/** What a log line may hold: times, names of things, ids. Never a body, a query, a header or a value of a row. */
export interface Line {
  readonly requestId?: string | undefined;
  readonly method?: string;
  /** The template of the route, never the address itself. */
  readonly route?: string | undefined;
  readonly status?: number;
  readonly milliseconds?: number;
  readonly actorId?: string | undefined;
  readonly role?: string | undefined;
  readonly kind?: string;
  readonly code?: string | undefined;
  readonly at?: string | undefined;
  readonly count?: number;
}

/** The log of the house: one line of JSON for each thing that happened, without case content. */
export class Log {
  private readonly logger: Logger;
  /** Lines of everyday leave a few at a time, after a second at the latest: to write each by itself costs more than to answer. */
  private readonly out = destination({ fd: 1, sync: false, minLength: 4096, periodicFlush: 1000 });

  constructor(level: string) {
    this.logger = pino({ level, base: null }, this.out);
  }

  info(message: string, line: Line = {}): void {
    this.logger.info(line, message);
  }

  warn(message: string, line: Line = {}): void {
    this.logger.warn(line, message);
    this.out.flush();
  }

  error(message: string, line: Line = {}): void {
    this.logger.error(line, message);
    this.out.flush();
  }
}
