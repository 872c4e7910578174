/** A piece of code as if it stood in a file of the house. */
export interface Snippet {
  readonly path: string;
  readonly code: string;
}

/** A rule with a piece of code that breaks it and one, as near to it as can be, that does not. */
export interface Proof {
  readonly rule: string;
  readonly bad: Snippet;
  readonly good: Snippet;
}

const ROOM = 'src/modules/cases/open-case.ts';

/** The same file, once wrong and once right. */
const inFile = (path: string, rule: string, bad: string, good: string): Proof => ({
  rule,
  bad: { path, code: bad },
  good: { path, code: good },
});
const inRoom = (rule: string, bad: string, good: string): Proof => inFile(ROOM, rule, bad, good);

/** The same code, once where it may not stand and once where it may. */
const elsewhere = (rule: string, code: string, badPath: string, goodPath: string): Proof => ({
  rule,
  bad: { path: badPath, code },
  good: { path: goodPath, code },
});

const ENV = 'export const url = process.env.DATABASE_URL;';
const NOW = 'export const now = new Date();';
const SET = "referral.status = 'sent';";
const QUERY = "await dataSource.query('SELECT 1');";
const IF = 'if (id) forget();';
const ENTITY = 'src/modules/cases/case.entity.ts';
const DOC = '/** Opens a case. */\n';

/** Every house rule, proven from both sides. */
export const houseRules: readonly Proof[] = [
  inRoom('house/time-from-the-clock', NOW, 'export const then = new Date(row.at);'),
  inRoom('house/time-from-the-clock', 'export const now = Date.now();', 'export const now = clock.now();'),
  inRoom('house/time-from-the-clock', 'export const now = globalThis.Date.now();', 'export const at = Date.parse(text);'),
  inRoom('house/time-from-the-clock', 'export const now = Date();', 'export const zone = row.Date();'),
  inRoom(
    'house/time-from-the-clock',
    'export const now = DateTime.now();',
    "export const at = DateTime.local(2022, 7, 1, { zone: 'utc' });",
  ),
  inRoom('house/time-from-the-clock', 'export const now = Temporal.Now.instant();', 'export const at = Temporal.Instant.from(text);'),
  elsewhere('house/time-from-the-clock', NOW, 'src/policy/roles/supervisor.ts', 'src/platform/clock.ts'),
  elsewhere('house/time-from-the-clock', NOW, 'src/access/gate.ts', 'test/cases/open-case.spec.ts'),

  elsewhere('house/settings-from-config', ENV, 'src/platform/mail.ts', 'src/platform/config.ts'),
  elsewhere('house/settings-from-config', ENV, 'src/main.ts', 'scripts/seed.ts'),
  inRoom('house/settings-from-config', 'const { env } = process;', 'const { pid } = process;'),
  inRoom('house/settings-from-config', "import { env } from 'node:process';", "import { pid } from 'node:process';"),
  inRoom('house/settings-from-config', "export const url = process['env'].X;", 'export const url = config.env;'),

  elsewhere('house/status-by-lifecycle', SET, ROOM, ENTITY),
  elsewhere('house/status-by-lifecycle', SET, 'scripts/seed.ts', 'test/cases/open-case.spec.ts'),
  inRoom('house/status-by-lifecycle', SET, "export const isSent = referral.status === 'sent';"),
  inRoom('house/status-by-lifecycle', "referral['status'] = 'sent';", "referral['note'] = 'sent';"),
  inRoom('house/status-by-lifecycle', "referral.status ??= 'sent';", 'reply.status(200);'),
  inRoom('house/status-by-lifecycle', '({ status: referral.status } = row);', 'const { status } = row;'),
  inRoom('house/status-by-lifecycle', "Object.assign(referral, { status: 'sent' });", "Object.assign({ status: 'sent' }, referral);"),
  inRoom(
    'house/status-by-lifecycle',
    "class Sent { constructor() { this.at = 1; } undo() { this.status = 'draft'; } }",
    'class Sent { constructor(status) { this.status = status; } }',
  ),

  elsewhere('house/rows-through-the-gate', QUERY, ROOM, 'src/platform/database.ts'),
  elsewhere('house/rows-through-the-gate', QUERY, 'src/main.ts', 'src/access/gate.ts'),
  elsewhere('house/rows-through-the-gate', QUERY, 'src/policy/index.ts', 'migrations/1795000000000-cases.ts'),
  elsewhere('house/rows-through-the-gate', QUERY, 'src/worker.ts', 'scripts/seed.ts'),
  inRoom('house/rows-through-the-gate', 'const rows = manager.getRepository(Case).find();', 'const rows = gate.rows(CaseRecord);'),
  inRoom('house/rows-through-the-gate', "manager.createQueryBuilder('case');", 'const found = request.query.after;'),
  inRoom('house/rows-through-the-gate', "import { DataSource, Entity } from 'typeorm';", "import { Column, Entity } from 'typeorm';"),
  inRoom('house/rows-through-the-gate', "import * as typeorm from 'typeorm';", "import { Gate } from '../../access/gate.ts';"),
  inRoom('house/rows-through-the-gate', "import { Pool } from 'pg';", "import { page } from '../../platform/page.ts';"),
  inRoom(
    'house/rows-through-the-gate',
    'class A { constructor(@InjectRepository(Case) cases) {} }',
    'class A { constructor(@Inject(Gate) gate) {} }',
  ),

  inFile(ENTITY, 'house/column-names-its-type', 'class Case { @Column() code: string; }', "class Case { @Column('text') code: string; }"),
  inFile(
    ENTITY,
    'house/column-names-its-type',
    'class Case { @Column({ nullable: true }) code: string; }',
    "class Case { @Column('text', { nullable: true }) code: string; }",
  ),
  inFile(
    ENTITY,
    'house/column-names-its-type',
    "class Case { @Column('simple-json') roles: string[]; }",
    "class Case { @Column('text', { array: true }) roles: string[]; }",
  ),
  inFile(
    ENTITY,
    'house/column-names-its-type',
    'class Case { @PrimaryColumn() id: string; }',
    "class Case { @PrimaryColumn('uuid') id: string; }",
  ),
  inFile(
    ENTITY,
    'house/column-names-its-type',
    'class Case { @PrimaryGeneratedColumn() id: string; }',
    "class Case { @PrimaryGeneratedColumn('uuid') id: string; }",
  ),
  inFile(
    ENTITY,
    'house/column-names-its-type',
    'class Case { @CreateDateColumn() at: Date; }',
    "class Case { @CreateDateColumn({ type: 'timestamptz' }) at: Date; }",
  ),
  inFile(
    ENTITY,
    'house/column-names-its-type',
    'class Case { @VersionColumn({ select: false }) version: number; }',
    "class Case { @VersionColumn({ type: 'integer', select: false }) version: number; }",
  ),

  elsewhere('house/controllers-do-not-think', IF, 'src/modules/cases/cases.controller.ts', ROOM),
  ...[
    'try { forget(); } catch { stay(); }',
    'export const found = id ? one : many;',
    'switch (id) { case 1: forget(); }',
    'for (const id of ids) forget(id);',
    'while (id) forget();',
  ].map((bad) =>
    inFile(
      'src/modules/cases/cases.controller.ts',
      'house/controllers-do-not-think',
      bad,
      'class A { open() { return this.openCase.run(); } }',
    ),
  ),

  elsewhere('house/named-exports', 'export default class {}', ROOM, 'scripts/seed.ts'),
  inRoom('house/named-exports', 'const a = 1; export { a as default };', 'const a = 1; export { a };'),

  inFile('test/cases/open-case.spec.ts', 'house/every-test-runs', "it.only('x', run);", "it('x', run);"),
  inFile('test/cases/open-case.spec.ts', 'house/every-test-runs', "describe.skip('x', run);", "describe('x', run);"),
  inFile('test/cases/open-case.spec.ts', 'house/every-test-runs', "it.skip.each([1])('x', run);", "it.each([1])('x', run);"),
  inFile('test/cases/open-case.spec.ts', 'house/every-test-runs', "test['only']('x', run);", "test.each([1])('x', run);"),
  inFile('test/cases/open-case.spec.ts', 'house/every-test-runs', "it.concurrent.only('x', run);", "it.concurrent('x', run);"),
  inFile(
    'test/cases/open-case.spec.ts',
    'house/every-test-runs',
    "import { fit as fits } from '@jest/globals';",
    "import { it as fits } from '@jest/globals';",
  ),
  inFile('test/cases/open-case.spec.ts', 'house/every-test-runs', "it.todo('x');", 'rows.skip(1);'),
  inFile('test/cases/open-case.spec.ts', 'house/every-test-runs', "xit('x', run);", "exit('x', run);"),
  inFile('test/cases/open-case.spec.ts', 'house/every-test-runs', 'jest.retryTimes(2);', 'jest.setTimeout(20_000);'),

  inRoom('house/plain-names', 'class CaseManager {}', 'class OpenCase {}'),
  inRoom('house/plain-names', 'class BaseCase {}', 'class Based {}'),
  inRoom('house/plain-names', 'export interface ICase { id: string }', 'export interface IdentityFacts { id: string }'),
  inRoom('house/plain-names', 'export type CaseData = string;', 'export type Database = string;'),

  inRoom(
    'house/few-decorators',
    'class A { @IsString() @IsOptional() @MaxLength(9) @Matches(/a/) note: string; }',
    'class A { @IsString() @IsOptional() @MaxLength(9) note: string; }',
  ),

  inRoom('house/docstring', 'export class OpenCase {}', `${DOC}export class OpenCase {}`),
  inRoom('house/docstring', 'class OpenCase {}', `${DOC}class OpenCase {}`),
  inRoom('house/docstring', '// Opens a case.\n@Injectable() export class OpenCase {}', `${DOC}@Injectable()\nexport class OpenCase {}`),
  inRoom('house/docstring', 'export function open() {}', `${DOC}export function open() {}`),
  inRoom('house/docstring', 'export async function open() {}', 'async function open() {}'),
  inRoom('house/docstring', 'export const open = () => 1;', `${DOC}export const open = () => 1;`),
  inRoom('house/docstring', 'export const open = function () {};', 'export const open = lifecycle();'),
  inRoom('house/docstring', 'function open() {}\nexport { open };', `${DOC}function open() {}\nexport { open };`),
  inRoom(
    'house/docstring',
    'export function open(a: 1): 1;\nexport function open(a: unknown) { return a; }',
    `${DOC}export function open(a: 1): 1;\nexport function open(a: 2): 2;\nexport function open(a: unknown) { return a; }`,
  ),
  inRoom('house/docstring', `/** @internal */\nexport class A {}`, `/** Opens a case. @internal */\nexport class A {}`),
  inRoom(
    'house/docstring',
    `/** Opens a case.\n * @param id the id\n */\nexport class A {}`,
    `/** Opens a case: the id is new. */\nexport class A {}`,
  ),
  elsewhere('house/docstring', 'export class OpenCase {}', ROOM, 'migrations/1795000000000-cases.ts'),

  inRoom(
    'house/import-order',
    "import { a } from './a.ts';\nimport { b } from '../b/index.ts';",
    "import { c } from 'pino';\nimport { b } from '../b/index.ts';\nimport { a } from './a.ts';",
  ),
  inRoom(
    'house/import-order',
    "import { a } from '../a/index.ts';\nimport { join } from 'node:path';",
    "import './first.ts';\nimport { join } from 'node:path';\nimport { a } from '../a/index.ts';",
  ),

  inRoom('house/proven-non-null', 'export const a = rows[0]!;', '// a returning insert always has one row\nexport const a = rows[0]!;'),
  inRoom('house/proven-non-null', '// far away\n\nexport const a = rows[0]!;', 'export const a = rows[0]!; // inserted above'),

  inRoom(
    'house/reasoned-disable',
    '// eslint-disable-next-line no-console\nconsole.log(1);',
    '// eslint-disable-next-line no-console -- the last words before the log is closed\nconsole.log(1);',
  ),
  inRoom(
    'house/reasoned-disable',
    '/* eslint-disable -- I may */\nconsole.log(1);',
    '/* eslint-disable no-console -- a reason */\nconsole.log(1);',
  ),

  elsewhere('no-console', 'console.log(1);', ROOM, 'scripts/seed.ts'),
  elsewhere('@typescript-eslint/no-explicit-any', 'export const a = (b: any) => b;', ROOM, 'src/access/compile.ts'),
  inRoom('no-else-return', 'function a(b) { if (b) { return 1; } else { return 2; } }', 'function a(b) { if (b) { return 1; } return 2; }'),
  inRoom('eqeqeq', 'export const a = b == 1;', 'export const a = b == null;'),
  inRoom('max-lines', 'stay();\n'.repeat(251), 'stay();\n'.repeat(250)),
  inRoom('@typescript-eslint/no-unused-vars', 'const a = 1;', 'export const a = (_b: string) => 1;'),
  inRoom('no-warning-comments', '// TODO later\n', '// nothing is left to do\n'),
  inRoom('no-duplicate-imports', "import { a } from 'b';\nimport { c } from 'b';", "import { a } from 'b';\nimport type { C } from 'b';"),
  inRoom('@typescript-eslint/no-extraneous-class', 'export class A {}', '@Module({}) export class A {}'),
];
