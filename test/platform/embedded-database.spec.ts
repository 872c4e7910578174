import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EmbeddedDatabase } from '../../src/platform/embedded-database.ts';
import { aConnection, aDataFolder, ask, factsOf, isAlive, processesOf, removeAll, start } from '../support/embedded-servers.ts';

const isRoot = process.getuid!() === 0;
const status = (pid: number, field: string): string =>
  new RegExp(`^${field}:[ \\t]*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]!.trim();

// a server is made from nothing in most of these tests: seconds, on a machine that is busy
jest.setTimeout(60_000);

describe('The embedded database', () => {
  const dataDir = aDataFolder();
  let database: EmbeddedDatabase;

  beforeAll(async () => {
    database = await start(dataDir);
  });
  afterAll(removeAll);

  it('is called "homeward" and sorts the same on every machine', async () => {
    const columns = "concat_ws(' ', datname, datlocprovider, datlocale, pg_encoding_to_char(encoding))";
    const text = `SELECT ${columns} FROM pg_database WHERE datname = current_database()`;
    expect(await ask(database.url, text)).toEqual(['homeward b C.UTF-8 UTF8']);
  });

  it('listens on this machine alone, and on no socket file', async () => {
    const text = "SELECT setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories') ORDER BY name";
    expect(await ask(database.url, text)).toEqual(['127.0.0.1', '']);
  });

  it('lets in only who knows the password, which only the owner of the folder can read', async () => {
    const wrong = new URL(database.url);
    wrong.password = 'postgres';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(dataDir, 'postgres.password'))).toBe(false);
    expect(await ask(database.url, "SELECT count(*)::int FROM pg_authid WHERE rolpassword LIKE 'SCRAM-SHA-256%'")).toEqual([1]);
  });

  it('keeps what is stored out of its log', async () => {
    await ask(database.url, 'CREATE TABLE person (name text PRIMARY KEY)');
    await ask(database.url, "INSERT INTO person VALUES ('Zarina')");
    await expect(ask(database.url, "INSERT INTO person VALUES ('Zarina')")).rejects.toThrow('duplicate key');
    await expect(ask(database.url, "SELECT 'Zarina'::uuid")).rejects.toThrow('Zarina');
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('Zarina');
  });

  it('knows nothing of our environment', () => {
    const environment = readFileSync(`/proc/${database.pid}/environ`, 'utf8').split('\0').filter(Boolean);
    expect(environment.filter((line) => !/^(PG|LC_|PATH=)/.test(line))).toEqual([]);
  });

  it('is not reached by Ctrl-C, which goes to the process group of the terminal', () => {
    expect(factsOf(database.pid)!.group).toBe(database.pid);
    expect(factsOf(process.pid)!.group).not.toBe(database.pid);
  });

  it('refuses a second run in its folder, says what to do, and takes no harm', async () => {
    await expect(start(dataDir)).rejects.toThrow(new RegExp(`in use by another run of Homeward \\(process ${process.pid}\\).*DATA_DIR=`));
    expect(await ask(database.url, 'SELECT 1')).toEqual([1]);
  });
});

describe('The account that runs the embedded database', () => {
  afterEach(removeAll);

  it.each([false, true])(`is ${isRoot ? 'not root' : 'ours'}, also where others cannot enter the folder (closed: %s)`, async (isClosed) => {
    const dataDir = aDataFolder({ isClosed });
    const { pid, url } = await start(dataDir);
    const user = Number(status(pid, 'Uid').split('\t')[0]);
    expect(user).not.toBe(0);
    expect(user === process.getuid!()).toBe(!isRoot);
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(user);
    expect(await ask(url, 'SELECT 1')).toEqual([1]);
    // as root: CAP_DAC_READ_SEARCH (bit 2) or, in a container, CAP_DAC_OVERRIDE (bit 1), and never more than that
    const rights = BigInt(`0x${status(pid, 'CapEff')}`);
    expect(isRoot ? [0n, 2n, 4n] : [0n]).toContain(rights);
    expect(isRoot && isClosed ? rights > 0n && status(pid, 'NoNewPrivs') === '1' : true).toBe(true);
    expect(isRoot ? status(pid, 'Groups') : '').toBe('');
  });
});

describe('Stopping the embedded database', () => {
  afterEach(removeAll);

  it.each(['fast', 'immediate'] as const)(
    'leaves no process behind, whoever is connected and however often it is asked (%s)',
    async (mode) => {
      const dataDir = aDataFolder();
      const database = await start(dataDir);
      const person = await aConnection(database.url);
      const processes = processesOf(database);
      expect(processes.length).toBeGreaterThan(3);
      await Promise.all([database.stop(mode), database.stop(mode)]);
      expect(processes.filter(isAlive)).toEqual([]);
      expect(existsSync(join(dataDir, 'postgres.lock'))).toBe(false);
      await person.lost;
    },
  );
});

describe('Starting the embedded database again', () => {
  afterEach(removeAll);

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

  it('says so when the password is lost', async () => {
    const dataDir = aDataFolder();
    await (await start(dataDir)).stop();
    rmSync(join(dataDir, 'postgres.json'));
    await expect(start(dataDir)).rejects.toThrow('postgres.json is missing');
  });

  it('begins anew where the first start was cut short', async () => {
    const dataDir = aDataFolder();
    mkdirSync(join(dataDir, 'postgres.new', 'base'), { recursive: true });
    const { url } = await start(dataDir);
    expect(await ask(url, 'SELECT 1')).toEqual([1]);
    expect(existsSync(join(dataDir, 'postgres.new'))).toBe(false);
  });
});
