import { afterAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/platform/config.ts';
import { built } from '../support/built.ts';
import { aDataFolder, removeAll } from '../support/embedded-servers.ts';
import { npm } from '../support/terminal.ts';

afterAll(() => removeAll());

const given = { HOMEWARD_SECRET: 'x'.repeat(32), DATABASE_URL: 'postgres://x' };

describe('HOST', () => {
  it.each([undefined, '127.0.0.1', '::1', 'localhost'])('that leaves the system on its own machine needs no PUBLIC_URL: %s', (HOST) => {
    expect(readConfig({ ...given, HOST, PORT: '3100' })).toMatchObject({ host: HOST ?? '127.0.0.1', publicUrl: 'http://localhost:3100' });
  });

  it.each(['0.0.0.0', '::', '192.0.2.10', 'homeward.example'])('that lets others in is refused without PUBLIC_URL: %s', (HOST) => {
    expect(() => readConfig({ ...given, HOST })).toThrow(
      `HOST is ${HOST}: set PUBLIC_URL=https://… too, because session cookies need a secure address`,
    );
    const publicUrl = 'https://homeward.example';
    expect(readConfig({ ...given, HOST, PUBLIC_URL: publicUrl })).toMatchObject({ host: HOST, publicUrl });
  });

  it.each(['http://homeward.example', 'http://localhost.example', 'homeward.example', ''])(
    'has no insecure way round: %s',
    (PUBLIC_URL) => {
      for (const HOST of ['0.0.0.0', '127.0.0.1'])
        expect(() => readConfig({ ...given, HOST, PUBLIC_URL })).toThrow('PUBLIC_URL must start with https://');
    },
  );

  it('is settled by npm start before anything is started, together with every other mistake', async () => {
    await built();
    const command = npm(['start'], { HOST: '0.0.0.0', DATABASE_ROLE_PREFIX: 'No-Prefix', DATA_DIR: aDataFolder() });
    await command.ended;
    expect(command.said()).toMatch(
      /The configuration is not complete:\n- HOST is 0\.0\.0\.0: set PUBLIC_URL=https:.*\n- DATABASE_ROLE_PREFIX must be lower-case/,
    );
    expect(command.said()).not.toMatch(/Creating|Migrated|\n {4}at /);
  }, 240_000);
});
