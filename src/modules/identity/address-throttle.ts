const tries = 30;
const windowMilliseconds = 60_000;
const mostAddresses = 10_000;

interface Window {
  readonly until: number;
  count: number;
}

/** Slows down whoever tries many accounts from one place. Held in memory: a restart forgives, the account's own brake does not. */
export class AddressThrottle {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly milliseconds: () => number = () => performance.now()) {}

  /** Counts a try, and says how many seconds to wait: 0 if it may go on. */
  waitFor(address: string): number {
    const network = networkOf(address);
    const now = this.milliseconds();
    const known = this.windows.get(network);
    const window = known === undefined || known.until <= now ? { until: now + windowMilliseconds, count: 0 } : known;
    window.count++;
    this.windows.delete(network);
    this.windows.set(network, window);
    const [oldest] = this.windows.keys();
    if (this.windows.size > mostAddresses && oldest !== undefined) this.windows.delete(oldest);
    return window.count <= tries ? 0 : Math.ceil((window.until - now) / 1000);
  }
}

/** One household or office holds a whole /64 of IPv6, so that counts as one place. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [front = ''] = address.split('::');
  return [...front.split(':'), '0', '0', '0', '0']
    .map((group) => group || '0')
    .slice(0, 4)
    .join(':');
}
