import { conflict } from './problem.ts';

/** The states a move may start from, and the one it leads to. */
export interface Move<State extends string> {
  readonly from: readonly State[];
  readonly to: State;
}

/** The moves a record may make between its states. The table is the whole truth; nothing else sets a status. */
export class Lifecycle<State extends string, MoveName extends string> {
  constructor(
    readonly of: string,
    readonly table: Readonly<Record<MoveName, Move<State>>>,
  ) {}

  /** The state after `move`. Refused with 409 when `state` does not allow it. */
  next(state: State, move: MoveName): State {
    if (!this.table[move].from.includes(state)) throw conflict(`${this.of}-cannot-${move}`, { state });
    return this.table[move].to;
  }

  /** The moves open from `state`, in the order of the table. */
  movesFrom(state: State): MoveName[] {
    return this.moves().filter((move) => this.table[move].from.includes(state));
  }

  /** Whether the table speaks of this deed at all; a deed it does not know is possible in every state. */
  knows(deed: string): deed is MoveName {
    return Object.hasOwn(this.table, deed);
  }

  /** All states that a move starts from or leads to. */
  states(): State[] {
    return [...new Set(this.moves().flatMap((move) => [...this.table[move].from, this.table[move].to]))];
  }

  /** All moves of the table. */
  moves(): MoveName[] {
    return Object.keys(this.table) as MoveName[];
  }
}

/** Declares a state table: `lifecycle<CaseStatus>()('case', { … })` infers the names of the moves. */
export function lifecycle<State extends string>() {
  return <MoveName extends string>(of: string, table: Record<MoveName, Move<State>>): Lifecycle<State, MoveName> =>
    new Lifecycle(of, table);
}
