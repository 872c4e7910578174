import { randomBytes } from 'node:crypto';
import { hash, hashSync, verify, type Options } from '@node-rs/argon2';
import { keyFor, type Config } from '../../platform/config.ts';
import { Turns } from './turns.ts';

/** Turns passwords into what may be kept of them: argon2id with a pepper that no copy of the database holds (ASVS 11.4.2). */
export class Passwords {
  private readonly options: Options;
  // Each takes 46 MiB: two at once keep a small server standing.
  private readonly turns = new Turns(2, 100);
  private readonly nobodys: string;

  constructor(config: Pick<Config, 'secret'>) {
    this.options = { memoryCost: 46 * 1024, timeCost: 1, parallelism: 1, secret: keyFor(config, 'password-pepper') };
    this.nobodys = hashSync(randomBytes(32).toString('hex'), this.options);
  }

  /** What is kept of a password. */
  hash(password: string): Promise<string> {
    return this.turns.take(() => hash(password.normalize('NFKC'), this.options));
  }

  /** Whether a password is the kept one. Where none is kept, it takes as long to say no. */
  async isRight(kept: string | null, password: string): Promise<boolean> {
    const matches = await this.turns.take(() => verify(kept ?? this.nobodys, password.normalize('NFKC'), this.options));
    return matches && kept !== null;
  }
}
