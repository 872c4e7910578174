/** A source tree small enough to read at a glance: what stands in which file. */
export type House = Readonly<Record<string, string>>;

const imports = (...sources: string[]): string => sources.map((source) => `import '${source}';\n`).join('');

/** A house in which every rule of the floors is broken, and for each fault why it is one. */
export const brokenHouse: { readonly files: House; readonly faults: readonly (readonly [why: string, fault: string])[] } = {
  files: {
    'src/kernel/clock.ts': "import 'node:crypto';\nimport { pino } from 'pino';\nexport const clock = pino;\n",
    'src/platform/jobs.ts': "import { type Case } from '../modules/cases/index.ts';\nexport type Job = Case;\n",
    'src/platform/database/migration.ts': 'export const sql = 1;\n',
    'src/platform/page.ts': 'export const page = 1;\n',
    'src/modules/cases/index.ts': "/** Cases. */\nexport { Case } from './case.ts';\n",
    'src/modules/cases/case.ts': "import type { Move } from './move.ts';\nexport class Case { move: Move }\n",
    'src/modules/cases/move.ts':
      "import type { Case } from './case.ts';\nexport type Move = { of: Case };\nexport type Plan = import('../plans/index.ts').Plan;\n",
    'src/modules/cases/guest.ts': imports('./index.ts'),
    'src/modules/consent/index.ts': imports('../assessments/index.ts', 'no-such-package', './nowhere.ts'),
    'src/modules/assessments/index.ts': 'export const score = 1;\n',
    'src/modules/plans/index.ts': "import { expect } from '@jest/globals';\nexport const plan = expect;\nexport type Plan = string;\n",
    'src/modules/tasks/index.ts': imports('../deliveries/index.ts') + "export const late = () => import('../cases/case.ts');\n",
    'src/modules/deliveries/index.ts': imports('../../../test/support.ts', '../../../scripts/seed.ts', '../../../migrations/1.ts'),
    'src/modules/follow-ups/index.ts': imports('../notifications/index.ts'),
    'src/modules/notifications/index.ts': imports('../../main.ts'),
    'src/policy/index.ts': imports('./roles/supervisor.ts'),
    'src/policy/roles/supervisor.ts': 'export const supervisor = 1;\n',
    'src/attic/old.ts': imports('node:fs'),
    'src/shed.ts': 'export const tool = 1;\n',
    'src/main.ts': imports('./modules/cases/case.ts', './policy/roles/supervisor.ts', './attic/old.ts'),
    'scripts/seed.ts': imports('../src/modules/cases/case.ts', '../test/support.ts'),
    'migrations/1.ts': imports('../src/platform/database/migration.ts', '../src/platform/page.ts', '../src/modules/plans/index.ts'),
    'test/support.ts': imports('../src/modules/cases/move.ts'),
  },
  faults: [
    ['looks up, by a type alone', 'looks-down: src/platform/jobs.ts -> src/modules/cases/index.ts'],
    ['looks up, by a type in passing', 'looks-down: src/modules/cases/move.ts -> src/modules/plans/index.ts'],
    ['has consent look at assessments', 'looks-down: src/modules/consent/index.ts -> src/modules/assessments/index.ts'],
    ['has follow-ups look at notifications', 'looks-down: src/modules/follow-ups/index.ts -> src/modules/notifications/index.ts'],
    ['looks sideways', 'looks-down: src/modules/tasks/index.ts -> src/modules/deliveries/index.ts'],
    ['looks at the roof', 'looks-down: src/modules/notifications/index.ts -> src/main.ts'],
    ['climbs through a window, at run time', 'through-the-door: src/modules/tasks/index.ts -> src/modules/cases/case.ts'],
    ['climbs through a window from the roof', 'through-the-door: src/main.ts -> src/modules/cases/case.ts'],
    ['climbs into the policy', 'through-the-door: src/main.ts -> src/policy/roles/supervisor.ts'],
    ['climbs through a window from a script', 'through-the-door: scripts/seed.ts -> src/modules/cases/case.ts'],
    ['uses its own door', 'the-door-is-for-guests: src/modules/cases/guest.ts -> src/modules/cases/index.ts'],
    ['goes in a circle, by types alone', 'no-circles: src/modules/cases/case.ts -> src/modules/cases/move.ts'],
    ['has a package in the kernel', 'kernel-is-pure: src/kernel/clock.ts -> pino'],
    ['has a folder on no floor', 'has-a-floor: src/attic/old.ts -> fs'],
    ['is reached on no floor', 'has-a-floor: src/main.ts -> src/attic/old.ts'],
    ['has a file on no floor that nobody knows', 'has-a-floor: src/shed.ts -> src/shed.ts'],
    ['leans on a test', 'src-stands-alone: src/modules/deliveries/index.ts -> test/support.ts'],
    ['leans on a script', 'src-stands-alone: src/modules/deliveries/index.ts -> scripts/seed.ts'],
    ['leans on a migration', 'src-stands-alone: src/modules/deliveries/index.ts -> migrations/1.ts'],
    ['has a script that leans on a test', 'tests-are-for-tests: scripts/seed.ts -> test/support.ts'],
    ['has a migration that uses a room', 'migrations-are-sql: migrations/1.ts -> src/modules/plans/index.ts'],
    ['has a migration that uses the platform', 'migrations-are-sql: migrations/1.ts -> src/platform/page.ts'],
    ['imports a package that is not there', 'is-found: src/modules/consent/index.ts -> no-such-package'],
    ['imports a file that is not there', 'is-found: src/modules/consent/index.ts -> ./nowhere.ts'],
    ['runs on a package for developers', 'is-declared: src/modules/plans/index.ts -> @jest/globals'],
  ],
};

/** A house as it should be, with every kind of import that is allowed. */
export const soundHouse: House = {
  'src/kernel/clock.ts': "import 'node:crypto';\nexport const clock = 1;\n",
  'src/platform/page.ts': "import pg from 'pg';\nimport { clock } from '../kernel/clock.ts';\nexport const page = [pg, clock];\n",
  'src/platform/database/migration.ts': "import { page } from '../page.ts';\nexport const sql = page;\n",
  'src/access/gate.ts': imports('../platform/page.ts'),
  'src/modules/cases/index.ts': "export { CasesModule } from './cases.module.ts';\nexport { Case } from './case.ts';\n",
  'src/modules/cases/cases.module.ts':
    "import { Module } from '@nestjs/common';\nimport { Case } from './case.ts';\n\n/**\n * The case: one person's\n * way home. And more.\n */\n@Module({ providers: [Case] })\nexport class CasesModule {}\n",
  'src/modules/cases/case.ts': "import '../../access/gate.ts';\n/** One case. */\nexport class Case {}\n",
  'src/modules/referrals/index.ts': "/** Asking another agency to help. */\nexport { type Referral } from './referral.ts';\n",
  'src/modules/referrals/referral.ts': "import { type Case } from '../cases/index.ts';\nexport type Referral = Case;\n",
  'src/policy/index.ts': imports('./roles/supervisor.ts'),
  'src/policy/roles/supervisor.ts': imports('../../modules/cases/index.ts', '../../modules/referrals/index.ts'),
  'src/app.module.ts': imports('./modules/cases/index.ts', './policy/index.ts', './platform/page.ts'),
  'src/main.ts': imports('reflect-metadata', './app.module.ts'),
  'scripts/seed.ts': imports('../src/app.module.ts', '../src/modules/cases/index.ts', '../src/kernel/clock.ts'),
  'migrations/1.ts':
    "import type { QueryRunner } from 'typeorm';\nimport '../src/platform/database/migration.ts';\nexport type Runner = QueryRunner;\n",
};
