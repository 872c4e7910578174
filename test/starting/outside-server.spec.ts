import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { built } from '../support/built.ts';
import { aDataFolder, ask, removeAll } from '../support/embedded-servers.ts';
import { npmStart, type Installation } from '../support/terminal.ts';

const dataDir = aDataFolder();
const name = `outside_${randomBytes(4).toString('hex')}`;
const server = new URL(process.env.TEST_DATABASE_URL ?? '');
const database = new URL(`/${name}`, server).href;
let system: Installation | undefined;

beforeAll(async () => {
  await built();
  await ask(server.href, `CREATE DATABASE ${name}`);
  system = await npmStart({ DATA_DIR: dataDir, DATABASE_URL: database, DATABASE_ROLE_PREFIX: `${name}_` });
}, 240_000);
afterAll(async () => {
  await system?.ctrlC();
  await ask(server.href, `DROP DATABASE ${name} WITH (FORCE)`);
  const roles = await ask(server.href, `SELECT quote_ident(rolname) FROM pg_roles WHERE starts_with(rolname, '${name}_')`);
  await ask(server.href, `DROP ROLE ${roles.join(', ')}`);
  await removeAll();
}, 60_000);

describe('npm start with DATABASE_URL', () => {
  it('uses that server and starts none of its own', async () => {
    expect((await fetch(`${system!.address}/health/ready`)).status).toBe(200);
    expect(await ask(database, 'SELECT count(*)::int FROM case_core')).toEqual([146]);
    const words = system!.processes().map((each) => each.words);
    expect(words.filter((each) => /dist\/src\/(main|worker)\.js/.test(each))).toHaveLength(2);
    expect(words.filter((each) => each.includes('postgres'))).toEqual([]);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  });

  it('connects as roles of its own; who answers people and who keeps promises do not even know the owner’s password', async () => {
    const others = 'datname = current_database() AND pid <> pg_backend_pid()';
    const connected = await ask(database, `SELECT DISTINCT usename::text FROM pg_stat_activity WHERE ${others} ORDER BY 1`);
    expect(connected).toEqual([`${name}_app_login`, `${name}_queue_login`, `${name}_worker_login`]);
    expect(server.password).not.toBe('');
    for (const { pid } of system!.processes().filter(({ words }) => /dist\/src\/(main|worker)\.js/.test(words))) {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      expect(environment).toContain(`DATABASE_URL=postgres://${server.host}/${name}\0`);
      expect(environment).not.toContain(server.password);
    }
  });

  it('leaves that server running when it is stopped', async () => {
    await system!.ctrlC();
    expect(system!.said()).toContain('Stopped.');
    expect(await ask(database, 'SELECT 1')).toEqual([1]);
  });
});
