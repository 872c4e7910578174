import { describe, expect, it } from '@jest/globals';
import { MetadataScanner } from '@nestjs/core';
import { Sweep, Sweeps } from '../../src/platform/jobs/sweep.ts';

class LooksAround {
  @Sweeps()
  look(): Promise<void> {
    return Promise.resolve();
  }
}

const begun = (...names: readonly string[]): void => {
  const providers = names.map((name) => ({ name, instance: new LooksAround() }));
  new Sweep(null as never, null as never, { getProviders: () => providers } as never, new MetadataScanner()).onApplicationBootstrap();
};

describe('A round of sweeps', () => {
  it('does not begin with two of one name, of which one would never look', () => {
    expect(() => {
      begun('LeftBehind', 'LeftBehind');
    }).toThrow('Two sweeps are called LeftBehind.look.');
    expect(() => {
      begun('LeftBehind', 'TasksLeftBehind');
    }).not.toThrow();
  });
});
