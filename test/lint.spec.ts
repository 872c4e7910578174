import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { houseIdioms, typedMistakes } from './support/lint-idioms.ts';
import { houseRules, type Snippet } from './support/lint-snippets.ts';

/** The real configuration without the rules that need a whole program: enough for a snippet that lies in no file. */
const forSnippets = new ESLint({ overrideConfig: { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked } as never });

async function rulesBrokenBy({ path, code }: Snippet): Promise<(string | null)[]> {
  const [result] = await forSnippets.lintText(code, { filePath: path });
  return result!.messages.map(({ ruleId, message }) => ruleId ?? message);
}

/** A snippet as the title of a test: its first line, in its file. */
const title = ({ path, code }: Snippet): string => `${code.split('\n')[0]!} (${path})`;
const proofs = houseRules.map((proof) => ({ ...proof, wrong: title(proof.bad), right: title(proof.good) }));

describe('A rule of the house', () => {
  it.each(proofs)('$rule catches: $wrong', async ({ rule, bad }) => {
    expect(await rulesBrokenBy(bad)).toContain(rule);
  });

  it.each(proofs)('$rule lets pass: $right', async ({ rule, good }) => {
    expect(await rulesBrokenBy(good)).not.toContain(rule);
  });

  it('is proven here, every one of them', async () => {
    const { house } = (await import(resolve('tools/eslint/house.mjs'))) as { house: { rules: object } };
    const proven = new Set(houseRules.map(({ rule }) => rule));
    expect(Object.keys(house.rules).filter((name) => !proven.has(`house/${name}`))).toEqual([]);
  });

  it('puts imports in order by itself', async () => {
    const fixing = new ESLint({ fix: true, overrideConfig: { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked } as never });
    const muddled =
      "import { a } from './a.ts';\nimport { join } from 'node:path';\nimport { b } from '../b.ts';\nexport const c = [a, b, join];\n";
    const [result] = await fixing.lintText(muddled, { filePath: 'src/modules/cases/c.ts' });
    expect(result!.output).toBe(
      "import { join } from 'node:path';\nimport { b } from '../b.ts';\nimport { a } from './a.ts';\nexport const c = [a, b, join];\n",
    );
  });
});

describe('The lint, on a small house of its own', () => {
  const root = mkdtempSync(join(tmpdir(), 'homeward-lint-'));
  const broken = new Map<string, (string | null)[]>();

  beforeAll(async () => {
    const files = [...houseIdioms, ...typedMistakes];
    for (const { path, code } of files) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), code);
    }
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ extends: resolve('tsconfig.json'), include: ['src', 'test'] }));
    symlinkSync(resolve('node_modules'), join(root, 'node_modules'), 'junction');
    const eslint = new ESLint({
      cwd: root,
      overrideConfigFile: resolve('eslint.config.mjs'),
      overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { tsconfigRootDir: root } } },
    });
    for (const { filePath, messages } of await eslint.lintFiles(files.map(({ path }) => path)))
      broken.set(
        filePath.slice(root.length + 1),
        messages.map(({ ruleId, message, line }) => ruleId && `${ruleId} at line ${line}: ${message}`),
      );
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true }));

  it.each(houseIdioms)('has no quarrel with $path', ({ path }) => {
    expect(broken.get(path)).toEqual([]);
  });

  it.each(typedMistakes)('catches $rule', ({ path, rule }) => {
    expect(broken.get(path)).toContainEqual(expect.stringContaining(`${rule} at`));
  });
});
