import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { aDataFolder, ask, aStarter, isAlive, removeAll, start } from '../support/embedded-servers.ts';

const isRoot = process.getuid!() === 0;

// servers are made from nothing and recover: seconds, on a machine that is busy
jest.setTimeout(60_000);

afterEach(removeAll);

describe('After a crash, the next start', () => {
  it.each(['SIGKILL', 'immediate stop'])('recovers what was committed (%s)', async (how) => {
    const dataDir = aDataFolder();
    const first = await start(dataDir);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
    if (how === 'SIGKILL') process.kill(first.pid, 'SIGKILL');
    else await first.stop('immediate');
    await first.ended;
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(how === 'SIGKILL');
    const second = await start(dataDir);
    expect(await ask(second.url, 'SELECT n FROM kept')).toEqual([7]);
  });

  it('is not held up by a stranger who has the number of the dead server', async () => {
    const dataDir = aDataFolder();
    const first = await start(dataDir);
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const { uid, gid } = statSync(join(dataDir, 'postgres'));
    const stranger = spawn('sleep', ['60'], isRoot ? { uid, gid, cwd: '/' } : {});
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(stranger.pid)));
    const second = await start(dataDir);
    expect(await ask(second.url, 'SELECT 1')).toEqual([1]);
    expect(isAlive(stranger.pid!)).toBe(true);
    stranger.kill();
  });

  it('ends the server whose starter was killed, and goes on with its data', async () => {
    const dataDir = aDataFolder();
    const starter = await aStarter(dataDir);
    await expect(start(dataDir)).rejects.toThrow('in use by another run');
    await starter.kill();
    const orphan = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    expect(isAlive(orphan)).toBe(true);
    const said: string[] = [];
    const { url, pid } = await start(dataDir, (line) => said.push(line));
    expect(said).toEqual(['An earlier run left its database running: stopping it first.']);
    expect(isAlive(orphan)).toBe(false);
    expect(pid).not.toBe(orphan);
    expect(await ask(url, 'SELECT 1')).toEqual([1]);
  });
});
