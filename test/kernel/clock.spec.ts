import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/kernel/clock.ts';

describe('The clock of this machine', () => {
  it('tells the time it is', () => {
    const before = Date.now();
    const told = new SystemClock().now().getTime();
    expect(told).toBeGreaterThanOrEqual(before);
    expect(told).toBeLessThanOrEqual(Date.now());
  });
});
