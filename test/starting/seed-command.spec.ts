import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { built } from '../support/built.ts';
import { aDataFolder, ask, removeAll, start } from '../support/embedded-servers.ts';
import { npm } from '../support/terminal.ts';

const dataDir = aDataFolder();
beforeAll(() => built(), 240_000);
afterAll(() => removeAll(), 60_000);

/** Gives the command; what it said. */
async function seed(cases: number): Promise<string> {
  const command = npm(['run', 'seed', '--', '--cases', String(cases)], { DATA_DIR: dataDir });
  await command.ended;
  return command.said();
}

const child = `'child' = ANY (roles)`;
const people = `SELECT concat_ws(' ', count(*), count(*) FILTER (WHERE ${child}), count(*) FILTER (WHERE NOT ${child} AND sex = 'female'))
  FROM case_profile`;

describe('npm run seed', () => {
  it('fills an empty folder with as many people as were asked for, in the same proportions, and stops its database', async () => {
    expect(await seed(73)).toContain('Loaded 73 invented people');
    const { url, stop } = await start(dataDir);
    // half of the 146 of July 2022: 104 children, 42 women
    expect(await ask(url, people)).toEqual(['73 52 21']);
    const accounts = JSON.parse(readFileSync(join(dataDir, 'accounts.json'), 'utf8')) as { login: string }[];
    const known = await ask(url, 'SELECT login FROM person');
    expect(accounts.filter(({ login }) => !known.includes(login))).toEqual([]);
    await stop();
  }, 60_000);

  it('refuses a folder that holds people already, says what to do, and adds nobody', async () => {
    expect(await seed(10)).toContain('There are agencies already. Choose an empty folder: DATA_DIR=.data-2 npm run seed -- --cases 2000');
    const { url } = await start(dataDir);
    expect(await ask(url, people)).toEqual(['73 52 21']);
  }, 60_000);
});
