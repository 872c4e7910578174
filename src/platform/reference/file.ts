import { type Check, type Checked, object, oneOf, text, whole } from './checks.ts';

/** Whether a lawyer of the country has confirmed the values of a file, still has to, or need not. */
export type LegalReview = 'pending' | 'reviewed' | 'not-needed';

const head = { version: whole(1), source: text, legalReview: oneOf('pending', 'reviewed', 'not-needed') };

/** A reference file: who says so, which version, whether the law was asked, and the values. */
export function file<R extends Readonly<Record<string, Check<unknown>>>>(values: R) {
  return object({ ...head, ...values });
}

/** What every reference file tells about itself. */
export interface FileHead {
  readonly path: string;
  readonly version: number;
  readonly source: string;
  readonly legalReview: LegalReview;
}

export type { Checked };
