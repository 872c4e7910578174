import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { newAnswerCode, parseAnswerCode, type AnswerCode } from '../../kernel/case-code.ts';
import { CONFIG, keyFor, type Config } from '../../platform/config.ts';

/** For how long whoever has given the code once need not give it again: one sitting. */
const passMilliseconds = 30 * 60_000;

/** The two halves of a slip, as they go out once and apart. */
export interface Halves {
  /** 256 bits: what the link, or the square code on paper, carries. */
  readonly token: string;
  /** What is said on the telephone or sent another way. */
  readonly code: AnswerCode;
}

/** Draws the halves of slips, and knows them again by keyed hashes: what lies in the database is of no use without our secret. */
@Injectable()
export class SlipSecrets {
  private readonly key: Buffer;
  private readonly formKey: Buffer;
  private readonly passKey: Buffer;

  constructor(@Inject(CONFIG) config: Config) {
    this.key = keyFor(config, 'slip');
    this.formKey = keyFor(config, 'slip-form');
    this.passKey = keyFor(config, 'slip-pass');
  }

  /** Two halves that nobody has seen before. */
  draw(): Halves {
    return { token: randomBytes(32).toString('base64url'), code: newAnswerCode() };
  }

  /** By what a link is known again. */
  hashOfToken(token: string): Buffer {
    return createHmac('sha256', this.key).update(`token|${token}`).digest();
  }

  /** By what a code is known again, however it was typed. What cannot be a code is hashed like one, and fits nothing. */
  hashOfCode(typed: string): Buffer {
    return createHmac('sha256', this.key)
      .update(`code|${parseAnswerCode(typed) ?? typed}`)
      .digest();
  }

  /** What a form carries so that it can only have been shown here, on the page of this link. */
  proofOf(token: string, key: string): string {
    return createHmac('sha256', this.formKey).update(`${token}|${key}`).digest('base64url');
  }

  /** Whether a form was shown here. */
  isShownHere(token: string, key: string, proof: string): boolean {
    const [given, wanted] = [Buffer.from(proof), Buffer.from(this.proofOf(token, key))];
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  /** The code as a page carries it to the next one: nobody can read it there, and after a while nobody can use it. */
  sealed(token: string, code: string, now: Date): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.passKey, nonce).setAAD(Buffer.from(token));
    const sealed = Buffer.concat([cipher.update(JSON.stringify([now.getTime() + passMilliseconds, code]), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** The code that a page carried; null if it was another link's, was made up, or is too old. */
  opened(token: string, pass: string, now: Date): string | null {
    const bytes = Buffer.from(pass, 'base64url');
    if (bytes.length < 30) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.passKey, bytes.subarray(0, 12), { authTagLength: 16 })
        .setAAD(Buffer.from(token))
        .setAuthTag(bytes.subarray(12, 28));
      const plain = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      const [until, code] = JSON.parse(plain) as [number, string];
      return until > now.getTime() ? code : null;
    } catch {
      // Somebody has changed it, or it was never ours.
      return null;
    }
  }
}
