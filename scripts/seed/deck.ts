import type { Dice } from './dice.ts';

/** Deals out a fixed mix in an order that says nothing: in every hundred cards each stands exactly as often as it should. */
export class Deck<T extends string> {
  private readonly cards: readonly T[];
  private left: T[] = [];

  constructor(
    private readonly dice: Dice,
    mix: Readonly<Record<T, number>>,
  ) {
    this.cards = (Object.entries<number>(mix) as [T, number][]).flatMap(([card, times]) => Array.from({ length: times }, () => card));
  }

  /** The next card. */
  deal(): T {
    if (this.left.length === 0) this.left = this.dice.shuffled(this.cards);
    return this.left.pop()!; // a deck is never empty
  }
}
