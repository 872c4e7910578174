import { hash } from 'node:crypto';

/** A statement with its parameters; with a name it is prepared once per connection and planned once. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string;
}

/** Gives a statement whose text depends on little a name made of that text, so that each text is prepared once. */
export function prepared(kind: string, { text, values }: Sql): Sql {
  return { name: `${kind}-${hash('sha256', text, 'base64url').slice(0, 22)}`, text, values };
}

/** Collects the parameters of a statement while its text is put together. */
export class Parameters {
  readonly values: unknown[] = [];

  /** The placeholder of a value: `$1`, `$2`, … */
  readonly bind = (value: unknown): string => {
    this.values.push(value);
    return `$${this.values.length}`;
  };
}
