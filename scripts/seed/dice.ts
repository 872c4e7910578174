/** Chance that comes out the same every time: the same seed throws the same numbers, so two demonstrations are alike. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0 to below `bound`. */
  readonly below = (bound: number): number => Math.floor((this.next() / 4_294_967_296) * bound);

  /** Fills bytes, as codes are drawn. */
  readonly fill = (bytes: Uint8Array<ArrayBuffer>): void => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = this.next() >>> 24;
  };

  /** A whole number from `least` up to and including `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True so many times in a hundred. */
  inHundred(times: number): boolean {
    return this.below(100) < times;
  }

  /** One of these. */
  oneOf<T>(from: readonly T[]): T {
    const drawn = from[this.below(from.length)];
    if (drawn === undefined) throw new RangeError('nothing to draw from');
    return drawn;
  }

  /** One of these, each as often as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries<number>(weights) as [T, number][];
    let left = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [value, weight] of entries) if ((left -= weight) < 0) return value;
    throw new RangeError('nothing to draw from');
  }

  /** The same things in another order. */
  shuffled<T>(things: readonly T[]): T[] {
    return things
      .map((thing) => ({ thing, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ thing }) => thing);
  }

  /** An id in the form of a random UUID. */
  id(): string {
    const hex = [1, 2, 3, 4].map(() => this.next().toString(16).padStart(8, '0')).join('');
    const variant = '89ab'.charAt(this.below(4));
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** Mulberry32: small, even, and anybody can check it. Nothing here is secret. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}

/** Shares a whole number out by weights, nobody more than one away from their exact share. */
export function shares(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((left, right) => left + right, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const given = exact.map(Math.floor);
  const left = total - given.reduce((a, b) => a + b, 0);
  const neediest = exact.map((share, at) => ({ at, rest: share - Math.floor(share) })).sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of neediest.slice(0, left)) given[at] = (given[at] ?? 0) + 1;
  return given;
}
