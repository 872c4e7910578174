import { Problem } from '../../kernel/problem.ts';

/** Lets only a few do something costly at once; the others wait their turn, and a crowd is sent away at the door. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly atTheDoor: number,
  ) {}

  /** Does `act` when it is its turn. */
  async take<T>(act: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce) this.running++;
    else await this.wait();
    try {
      return await act();
    } finally {
      const next = this.waiting.shift();
      // The place is handed on, not given back, so that nobody slips in between.
      if (next === undefined) this.running--;
      else next();
    }
  }

  private wait(): Promise<void> {
    if (this.waiting.length >= this.atTheDoor) throw new Problem(503, 'busy', { headers: { 'retry-after': '2' } });
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
