import 'reflect-metadata';
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import type { Plans } from '../src/access/plan.ts';
import type { RecordType } from '../src/access/record.ts';
import type { Policy, Role } from '../src/access/role.ts';
import { Passwords } from '../src/modules/identity/passwords.ts';
import { withRoles } from '../src/platform/database/roles.ts';
import type { House } from './support/app.ts';
import { freshDatabase, type TestDatabase } from './support/database.ts';
import { World, type Someone } from './support/world.ts';

/** One fenced block of the README that names a file: a new file, or what changes in one. */
interface Example {
  readonly language: string;
  readonly path: string;
  readonly text: string;
}

const readme = readFileSync('README.md', 'utf8');
const examples = [...readme.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm)].map(([, language = '', path = '', text = '']): Example => ({
  language,
  path,
  text,
}));

/** A file with the hunks of a diff applied; each must fit in exactly one place. */
function changed(source: string, { path, text }: Example): string {
  return text.split(/^@@\n/m).reduce((file, hunk) => {
    const lines = hunk.replace(/\n$/, '').split('\n');
    const side = (left: string): string =>
      lines
        .filter((line) => line === '' || line.startsWith(left) || line.startsWith(' '))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    const [before, after] = [side('-'), side('+')];
    const places = `\n${file}`.split(`\n${before}`).length - 1;
    if (places !== 1) throw new Error(`README.md changes ${path} in ${places} places where it means one:\n${before}`);
    return `\n${file}`.replace(`\n${before}`, () => `\n${after}`).slice(1);
  }, source);
}

/** The sources with every example of the README in them, in a folder of their own. */
function build(): string {
  const root = mkdtempSync(join(tmpdir(), 'homeward-readme-'));
  for (const part of ['src', 'migrations', 'reference', 'locales', 'package.json', 'tsconfig.json'])
    cpSync(part, join(root, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'), 'junction');
  for (const example of examples) {
    const file = join(root, example.path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, example.language === 'diff' ? changed(readFileSync(file, 'utf8'), example) : example.text);
  }
  return root;
}

/** What the compiler says of the files that the examples make or change. */
function complaints(root: string): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const files = [...new Set(examples.map(({ path }) => join(root, path)))].filter((path) => path.endsWith('.ts'));
  const program = ts.createProgram(files, options);
  return files.flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${path.slice(root.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

let root: string;
let database: TestDatabase;
let app: House['app'] | undefined;
let world: World;
let worker: Someone;
let supervisor: Someone;
let colleague: Someone;

beforeAll(async () => {
  root = build();
  database = await freshDatabase();
  const { admin, config } = database;
  const { Childcare1899000000001: Childcare } = (await import(join(root, 'migrations/1899000000001-childcare.ts'))) as Record<
    string,
    new () => { sql: string }
  >;
  await admin.query(withRoles(new Childcare!().sql, config.rolePrefix));
  const { createApp } = (await import(join(root, 'src/app.ts'))) as { createApp: (of: typeof config) => Promise<House['app']> };
  app = await createApp(config);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const running = app;
  world = new World({
    config,
    clock: undefined as never,
    app: { inject: (request: never) => running.inject(request), get: () => new Passwords(config) } as never,
    rows: async <Row>(text: string, values: unknown[] = []) => (await admin.query(text, values)).rows as Row[],
  });
  worker = await world.someone('social-worker');
  [supervisor, colleague] = [await world.someone('supervisor', worker), await world.someone('social-worker', worker)];
}, 120_000);
afterAll(async () => {
  await app?.close();
  await database.drop();
  rmSync(root, { recursive: true });
});

describe('The README', () => {
  it('shows every script of the project that it names, and every file it links to', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/`npm (?:run )?([a-z-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
    expect(links.filter((path) => !ts.sys.fileExists(path) && !ts.sys.directoryExists(path))).toEqual([]);
    expect(links.length).toBeGreaterThan(5);
  });

  it('names every setting there is, and none that is not', () => {
    const sources = ['src/platform/config.ts', 'scripts/settings.mjs', 'scripts/main-job.mjs']
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const read = [...sources.matchAll(/\benv\.([A-Z][A-Z_]+)|const \{ ([A-Z_, ]+) \} = env/g)].flatMap(
      ([, one, some]) => one ?? some!.split(', '),
    );
    const named = new Set([...readme.matchAll(/`([A-Z]+_?[A-Z_]*)(?:=[^`]*)?`/g)].map(([, name = '']) => name));
    expect([...new Set(read)].filter((name) => !readme.includes(name))).toEqual([]);
    expect([...named].filter((name) => name.includes('_') && !read.includes(name))).toEqual([]);
  });
});

describe('The examples of the README', () => {
  it('compile against the sources as they are', () => {
    expect(examples.length).toBeGreaterThan(10);
    expect(complaints(root)).toEqual([]);
  }, 120_000);

  it('add a field: who may read its group reads and edits it, for others it does not exist', async () => {
    const { id, etag } = await world.aCase(worker);
    expect((await worker.get(`/cases/${id}`)).body).toMatchObject({ childcareNeeded: null });
    const edited = await worker.patch(`/cases/${id}`, { childcareNeeded: true }, { 'if-match': etag });
    expect(edited).toMatchObject({ status: 200, body: { childcareNeeded: true } });
    expect((await supervisor.get('/cases?childcareNeeded=true')).body.items).toHaveLength(1);
    expect((await supervisor.patch(`/cases/${id}`, { childcareNeeded: false }, { 'if-match': etag })).status).toBe(403);
    expect((await colleague.get(`/cases/${id}`)).status).toBe(404);
  });

  it('add a role: it sees what was asked of its unit, not what was shared, and answers nothing', async () => {
    const { roles } = (await import(join(root, 'src/policy/index.ts'))) as { roles: readonly Role[] };
    const { Policy: Law } = (await import(join(root, 'src/access/role.ts'))) as { Policy: new (of: readonly Role[]) => Policy };
    const { Plans: AllPlans } = (await import(join(root, 'src/access/plan.ts'))) as { Plans: new () => Plans };
    const planner = new Law(roles).role('service-planner');
    const planOf = (name: string) => new AllPlans().of(planner, planner.grants.find(({ record }) => record.name === name)!.record);
    const plan = planOf('referral');
    const groups = new Set(plan.readable.map(({ field }) => field.group));
    expect([...groups].sort()).toEqual(['facts', 'reference']);
    expect([plan.deeds, plan.editable]).toEqual([[], []]);
    expect(new Set(planner.grants.map(({ record }: { record: RecordType }) => record.name))).toEqual(
      new Set(['referral', 'agency', 'unit', 'institution-change', 'person']),
    );

    const partner = await world.someone('partner-worker');
    const administrator = await world.someone('administrator');
    const account = { login: `planner.${partner.id.slice(0, 8)}`, displayName: 'Planner', role: 'service-planner', unitId: partner.unitId };
    expect((await administrator.post('/people', account)).status).toBe(201);
    const someone = await world.someone('service-planner', partner);
    const { id, caseId } = await world.aSentReferral(worker, partner);
    const seen = await someone.get(`/referrals/${id}`);
    expect(seen).toMatchObject({ status: 200, body: { status: 'sent', meta: { can: [], editable: [] } } });
    expect(seen.body).not.toHaveProperty('package');
    expect((await someone.post(`/referrals/${id}/accept`)).status).toBe(403);
    expect((await someone.get(`/cases/${caseId}`)).status).toBe(404);
  });

  it('add a deed: who may does it once, the others get what they always get', async () => {
    const { id: caseId } = await world.aCase(worker);
    const need = await worker.post(`/cases/${caseId}/needs`, { domain: 'health', needCode: 'health-check', severity: 'some' });
    expect(need).toMatchObject({ status: 201, body: { status: 'open', meta: { can: ['meet'] } } });
    const path = `/needs/${need.body.id}/meet`;
    expect([(await supervisor.post(path)).status, (await colleague.post(path)).status]).toEqual([403, 404]);
    expect(await worker.post(path)).toMatchObject({ status: 200, body: { status: 'met' } });
    expect(await worker.post(path)).toMatchObject({ status: 409, body: { title: 'This need is met already' } });
  });
});
