const mostKept = 10_000;
const lifetimeMilliseconds = 5 * 60_000;

/** Remembers for a while who holds what, as one and the same object; that it was nobody is not remembered. */
export class Remembered<T extends object> {
  private readonly known = new Map<string, { readonly found: Promise<T | null>; readonly until: number }>();

  /** What is known under a key, or what asking for it yields. */
  async of(key: string, ask: () => Promise<T | null>): Promise<T | null> {
    const known = this.known.get(key);
    if (known !== undefined && known.until > performance.now()) {
      this.known.delete(key);
      this.known.set(key, known);
      return known.found;
    }
    const asked = ask();
    this.keep(key, asked);
    try {
      const found = await asked;
      if (found === null) this.forget(key);
      return found;
    } catch (error) {
      this.forget(key);
      throw error;
    }
  }

  /** Asks anew next time. */
  forget(key: string): void {
    this.known.delete(key);
  }

  private keep(key: string, found: Promise<T | null>): void {
    this.known.set(key, { found, until: performance.now() + lifetimeMilliseconds });
    const [oldest] = this.known.keys();
    if (this.known.size > mostKept && oldest !== undefined) this.known.delete(oldest);
  }
}
