import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { newAnswerCode, parseAnswerCode, type AnswerCode } from '../../kernel/case-code.ts';
import { CONFIG, keyFor, type Config } from '../../platform/config.ts';

/** Draws the codes of slips, and knows them again by keyed hashes: who copies the database can use none of them. */
@Injectable()
export class FeedbackCodes {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) config: Config) {
    this.key = keyFor(config, 'feedback');
  }

  /** So many codes, none twice. */
  draw(size: number): readonly AnswerCode[] {
    const codes = new Set<AnswerCode>();
    while (codes.size < size) codes.add(newAnswerCode());
    return [...codes];
  }

  /** The code somebody meant; nothing if it cannot be one: its check symbol says so, and nobody has to look. */
  read(typed: string): AnswerCode | undefined {
    return parseAnswerCode(typed);
  }

  /** By what a code is known again. */
  hashOf(code: AnswerCode): Buffer {
    return createHmac('sha256', this.key).update(code).digest();
  }
}
