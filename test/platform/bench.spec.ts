import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { usualRequests } from '../../scripts/bench/work.ts';

/** Runs the bench at a size at which its figures mean nothing, and tells what it printed. */
async function run(args: readonly string[], whenSaid: (line: string, pid: number) => void = () => undefined) {
  const prepared = spawnSync(process.execPath, ['scripts/prepare.mjs'], { encoding: 'utf8' });
  if (prepared.status !== 0) throw new Error(`the build failed:\n${prepared.stdout}${prepared.stderr}`);
  const child = spawn(process.execPath, ['scripts/bench.mjs', '--cases', '60', '--rounds', '1', '--requests', '5', ...args]);
  let [output, said] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    whenSaid(chunk.toString(), child.pid!);
  });
  const code = await new Promise<number | null>((end) => child.once('close', end));
  return { code, output, said, folder: `.data/bench-${child.pid}` };
}

describe('The bench', () => {
  it('measures every work for every role that can do it, and leaves nothing behind', async () => {
    const { code, output, said, folder } = await run(['--json']);
    expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
    const { machine, cases, results } = JSON.parse(output);
    expect(machine).toMatchObject({ cores: expect.any(Number), node: process.versions.node, postgres: expect.stringMatching(/^\d+/) });
    expect(cases).toBe(60);
    for (const result of results) {
      const cpu = { app: expect.any(Number), db: expect.any(Number) };
      expect(result).toMatchObject({ ratio: expect.any(Number), cpuMs: cpu, bare: cpu, goal: expect.any(Number), rounds: 1, requests: 5 });
      expect(Math.min(result.cpuMs.app, result.bare.app)).toBeGreaterThan(0);
    }
    const receiving = ['focal-point', 'ministry-officer', 'partner-worker'];
    const found = results as { work: string; role: string }[];
    const rolesOf = (work: string) => [...new Set(found.filter((each) => each.work === work).map(({ role }) => role))].sort();
    expect(Object.fromEntries(Object.keys(usualRequests).map((work) => [work, rolesOf(work)]))).toEqual({
      read: [...receiving, 'social-worker', 'supervisor'],
      list: ['administrator', 'auditor', ...receiving, 'social-worker', 'supervisor'],
      create: ['social-worker'],
      patch: ['social-worker'],
      accept: receiving,
      inbox: receiving,
    });
    expect(existsSync(folder)).toBe(false);
  }, 180_000);

  it('ends everything it started when it is told to stop', async () => {
    const { code, output, said, folder } = await run(['--works', 'read'], (line, pid) => {
      if (line.includes('read case, social-worker')) process.kill(pid, 'SIGINT');
    });
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(said).toContain('Stopping');
    expect(existsSync(folder)).toBe(false);
  }, 180_000);
});
