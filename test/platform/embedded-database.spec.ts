import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { aDataFolder, ask, factsOf, isAlive, processesOf, removeAll, start } from '../support/embedded-servers.ts';

const isRoot = process.getuid!() === 0;
const statusOf = (pid: number, field: string): string =>
  new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]!;

afterEach(removeAll);

describe('The first start of the embedded database', () => {
  it('makes the database "homeward", ordered the same on every machine', async () => {
    const { url } = await start(aDataFolder());
    const text =
      "SELECT concat_ws(' ', datname, datlocprovider, datlocale, pg_encoding_to_char(encoding)) FROM pg_database WHERE datname = current_database()";
    expect(await ask(url, text)).toEqual(['homeward b C.UTF-8 UTF8']);
  });

  it('listens on this machine alone, and on no socket file', async () => {
    const { url } = await start(aDataFolder());
    const text = "SELECT setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories') ORDER BY name";
    expect(await ask(url, text)).toEqual(['127.0.0.1', '']);
  });

  it('lets in only who knows the password, which only the owner of the folder can read', async () => {
    const dataDir = aDataFolder();
    const { url } = await start(dataDir);
    const wrong = new URL(url);
    wrong.password = 'postgres';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(dataDir, 'postgres.password'))).toBe(false);
    expect(await ask(url, "SELECT count(*)::int FROM pg_authid WHERE rolpassword LIKE 'SCRAM-SHA-256%'")).toEqual([1]);
  });

  it('keeps what is stored out of its log', async () => {
    const dataDir = aDataFolder();
    const { url } = await start(dataDir);
    await ask(url, 'CREATE TABLE person (name text PRIMARY KEY)');
    await ask(url, "INSERT INTO person VALUES ('Zarina')");
    await expect(ask(url, "INSERT INTO person VALUES ('Zarina')")).rejects.toThrow('duplicate key');
    await expect(ask(url, "SELECT 'Zarina'::uuid")).rejects.toThrow('Zarina');
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('Zarina');
  });

  it('begins anew where an earlier one was cut short', async () => {
    const dataDir = aDataFolder();
    mkdirSync(join(dataDir, 'postgres.new', 'base'), { recursive: true });
    const { url } = await start(dataDir);
    expect(await ask(url, 'SELECT 1')).toEqual([1]);
    expect(existsSync(join(dataDir, 'postgres.new'))).toBe(false);
  });
});

describe('A later start', () => {
  it('finds the data, at the same address', async () => {
    const dataDir = aDataFolder();
    const first = await start(dataDir);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
    await first.stop();
    const second = await start(dataDir);
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'SELECT n FROM kept')).toEqual([7]);
  });

  it('takes another port when somebody has taken its own', async () => {
    const dataDir = aDataFolder();
    const first = await start(dataDir);
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start(dataDir);
    expect(second.port).not.toBe(first.port);
    expect(await ask(second.url, 'SELECT 1')).toEqual([1]);
    squatter.close();
  });

  it('says what to do while another run uses the folder, and does it no harm', async () => {
    const dataDir = aDataFolder();
    const { url } = await start(dataDir);
    await expect(start(dataDir)).rejects.toThrow(new RegExp(`in use by another run of Homeward \\(process ${process.pid}\\).*DATA_DIR=`));
    expect(await ask(url, 'SELECT 1')).toEqual([1]);
  });

  it('says so when the password is lost', async () => {
    const dataDir = aDataFolder();
    await (await start(dataDir)).stop();
    rmSync(join(dataDir, 'postgres.json'));
    await expect(start(dataDir)).rejects.toThrow('postgres.json is missing');
  });
});

describe('The server', () => {
  it(`runs ${isRoot ? 'as somebody who is not root' : 'as the person who started it'}, from a folder others cannot enter`, async () => {
    const dataDir = aDataFolder({ isClosed: true });
    const { pid, url } = await start(dataDir);
    const runsAs = Number(statusOf(pid, 'Uid').split('\t')[0]);
    expect(runsAs === 0).toBe(false);
    expect(runsAs === process.getuid!()).toBe(!isRoot);
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(runsAs);
    // CAP_DAC_READ_SEARCH (bit 2) or, in a container, CAP_DAC_OVERRIDE (bit 1), and nothing else
    expect(isRoot ? [2n, 4n] : [0n]).toContain(BigInt(`0x${statusOf(pid, 'CapEff')}`));
    expect(await ask(url, 'SELECT 1')).toEqual([1]);
  });

  it.each(['open', 'closed'])('has no rights of root where the folder is %s, for nothing it starts', async (folder) => {
    const { pid } = await start(aDataFolder({ isClosed: folder === 'closed' }));
    if (folder === 'closed') expect(statusOf(pid, 'NoNewPrivs')).toBe(isRoot ? '1' : statusOf(process.pid, 'NoNewPrivs'));
    expect(statusOf(pid, 'Groups').trim().split(' ')).not.toContain('0');
  });

  it('knows nothing of our environment', async () => {
    const { pid, url } = await start(aDataFolder());
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
    expect(environment.map((line) => line.split('=')[0]).filter((name) => !/^(PG|LC_|PATH$)/.test(name!))).toEqual([]);
    expect(await ask(url, 'SELECT 1')).toEqual([1]);
  });

  it('is not reached by Ctrl-C, which goes to the process group of the terminal', async () => {
    const { pid } = await start(aDataFolder());
    expect(factsOf(pid)!.group).toBe(pid);
    expect(factsOf(process.pid)!.group).not.toBe(pid);
  });

  it.each(['fast', 'immediate'] as const)('leaves no process behind when it is stopped (%s), however often', async (mode) => {
    const dataDir = aDataFolder();
    const database = await start(dataDir);
    const busy = ask(database.url, 'SELECT pg_sleep(60)').then(() => 'answered', String);
    const processes = processesOf(database);
    expect(processes.length).toBeGreaterThan(3);
    await Promise.all([database.stop(mode), database.stop(mode)]);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(await busy).toMatch(/terminat|ECONNRESET/);
    expect(existsSync(join(dataDir, 'postgres.lock'))).toBe(false);
  });
});
