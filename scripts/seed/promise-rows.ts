import type { Dice } from './dice.ts';
import type { Rows } from './rows.ts';

/** Writes down what was promised: what is due by now was kept in its time, the rest as a new promise has it, never tried and free to ring. */
export class PromiseRows {
  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly now: Date,
  ) {}

  /** One promise about one row, made by somebody. */
  add(kind: string, subjectId: string, dueAt: Date, { id: askedBy, role: askedAs }: { readonly id: string; readonly role: string }): void {
    const how = dueAt <= this.now ? { state: 'done', doneAt: dueAt } : { state: 'open', doneAt: null };
    this.rows.add('platform.outbox', {
      ...{ id: this.dice.id(), kind, subjectId, dueAt, askedBy, askedAs },
      ...how,
      attempts: 0,
      ringsAgainAt: '-infinity',
    });
  }
}
