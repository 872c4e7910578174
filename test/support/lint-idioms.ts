import type { Snippet } from './lint-snippets.ts';

const ENTITY = `import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

export type CaseStatus = 'draft' | 'open' | 'closed';

/** What is known of one person's way home. */
@Entity('case_core')
export class Case {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('text', { default: 'draft' }) status: CaseStatus;
  @Column('uuid', { nullable: true }) workerId: string | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;

  /** A worker begins to act on the case. */
  open(by: { id: string }): void {
    this.status = 'open';
    this.workerId = by.id;
  }
}
`;

const EVENT = `/** A case was opened. */
export class CaseOpened {
  constructor(
    readonly caseId: string,
    readonly at: Date,
  ) {}
}
`;

const COMMAND = `import { Injectable } from '@nestjs/common';
import { MaxLength } from 'class-validator';
import { CaseOpened } from './case.events.ts';
import { Cases } from './cases.ts';

/** What is asked of whoever opens a case. */
export class OpenCaseInput {
  @MaxLength(280) readonly reason: string;
}

/** A worker begins to act on a case. */
@Injectable()
export class OpenCase {
  constructor(private readonly cases: Cases) {}

  async run(id: string, { reason }: OpenCaseInput): Promise<{ id: string; said: string }> {
    const opened = await this.cases.take(id);
    opened.open({ id });
    await this.cases.tell(new CaseOpened(id, new Date(0)));
    return { id, said: \`\${reason}: \${reason.length} letters\` };
  }
}
`;

const SERVICE = `import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Case } from './case.entity.ts';
import type { CaseOpened } from './case.events.ts';

/** What other rooms may ask about cases. */
@Injectable()
export class Cases implements OnModuleDestroy {
  private readonly told = new Map<string, Date>();

  async take(id: string): Promise<Case> {
    const found = new Case();
    found.id = id;
    return found;
  }

  async tell(event: CaseOpened): Promise<void> {
    await Promise.resolve();
    this.told.set(event.caseId, event.at);
  }

  onModuleDestroy(): void {
    this.told.clear();
  }
}
`;

const CONTROLLER = `import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { OpenCase, OpenCaseInput } from './open-case.ts';

/** The routes of a case. */
@Controller('cases')
export class CasesController {
  constructor(private readonly openCase: OpenCase) {}

  @Post(':id/open')
  @HttpCode(200)
  open(@Param('id', ParseUUIDPipe) id: string, @Body() input: OpenCaseInput): Promise<object> {
    return this.openCase.run(id, input);
  }
}
`;

const MODULE = `import { Module } from '@nestjs/common';
import { CasesController } from './cases.controller.ts';
import { Cases } from './cases.ts';
import { OpenCase } from './open-case.ts';

/** The case: one person's way home. */
@Module({ controllers: [CasesController], providers: [Cases, OpenCase], exports: [Cases] })
export class CasesModule {}
`;

const DOOR = `/** The case: one person's way home. */
export { CaseOpened } from './case.events.ts';
export { CasesModule } from './cases.module.ts';
export { Cases } from './cases.ts';
`;

const FILTER = `import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** A refusal that the asker may read. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    code: string,
  ) {
    super(code);
  }
}

/** Makes every refusal an answer. */
@Catch()
export class ProblemsFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const status = error instanceof Problem ? error.status : 500;
    void reply.status(status).send({ status });
  }
}
`;

const MAIN = `import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CasesModule } from './modules/cases/index.ts';

const app = await NestFactory.create<NestFastifyApplication>(CasesModule, new FastifyAdapter());
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
process.once('SIGTERM', () => void app.close());
`;

const SPEC = `import { describe, expect, it } from '@jest/globals';
import { Cases } from '../../src/modules/cases/index.ts';

describe('Opening a case', () => {
  it.each([['one'], ['two']])('gives back the case %s', async (id) => {
    const answer = JSON.parse(JSON.stringify(await new Cases().take(id)));
    expect(answer.id).toBe(id);
    expect([id][0]!.length).toBe(3);
  });
});
`;

/** How people write Nest and TypeORM: not one rule may quarrel with it. */
export const houseIdioms: readonly Snippet[] = [
  { path: 'src/modules/cases/case.entity.ts', code: ENTITY },
  { path: 'src/modules/cases/case.events.ts', code: EVENT },
  { path: 'src/modules/cases/open-case.ts', code: COMMAND },
  { path: 'src/modules/cases/cases.ts', code: SERVICE },
  { path: 'src/modules/cases/cases.controller.ts', code: CONTROLLER },
  { path: 'src/modules/cases/cases.module.ts', code: MODULE },
  { path: 'src/modules/cases/index.ts', code: DOOR },
  { path: 'src/platform/problems.filter.ts', code: FILTER },
  { path: 'src/main.ts', code: MAIN },
  { path: 'test/cases/open-case.spec.ts', code: SPEC },
];

const SLOW = 'const slow = (): Promise<boolean> => Promise.resolve(true);\n';

/** Mistakes that only the types show. */
export const typedMistakes: readonly (Snippet & { readonly rule: string })[] = [
  { rule: '@typescript-eslint/no-floating-promises', path: 'src/platform/floating.ts', code: `${SLOW}slow();\n` },
  { rule: '@typescript-eslint/no-floating-promises', path: 'test/cases/floating.spec.ts', code: `${SLOW}slow();\n` },
  { rule: '@typescript-eslint/no-misused-promises', path: 'src/platform/misused.ts', code: `${SLOW}export const a = slow() ? 1 : 2;\n` },
  {
    rule: '@typescript-eslint/consistent-type-imports',
    path: 'src/platform/type-import.ts',
    code: "import { Problem } from './problems.filter.ts';\nexport const a = (b: Problem): number => b.status;\n",
  },
  {
    rule: '@typescript-eslint/no-unsafe-assignment',
    path: 'src/platform/unsafe.ts',
    code: "const read = JSON.parse('1');\nexport const a = [read];\n",
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    path: 'src/platform/exhaustive.ts',
    code: "const of = (a: 'b' | 'c'): void => {\n  switch (a) {\n    case 'b':\n      return;\n  }\n};\nof('b');\n",
  },
];
