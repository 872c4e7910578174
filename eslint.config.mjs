// What the house holds to be right, as far as a tool can see it. The rules named house/… are ours: tools/eslint/.
// Who may import whom is not here: floors.cjs. How it looks is not here: prettier.
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { house } from './tools/eslint/house.mjs';

const NODE_GLOBALS = '__dirname process console Buffer URL fetch AbortSignal setTimeout clearTimeout setInterval clearInterval'.split(' ');
const ROOMS = ['src/modules/**/*.ts', 'src/policy/**/*.ts'];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.data/', 'docs/', 'web/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, plugins: { house } },

  {
    name: 'everywhere',
    files: ['**/*.{ts,mjs,cjs}'],
    extends: [js.configs.recommended],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-else-return': ['error', { allowElseIf: false }],
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'house/import-order': 'error',
      'house/reasoned-disable': 'error',
    },
  },

  {
    name: 'plain JavaScript',
    files: ['**/*.{mjs,cjs}'],
    languageOptions: { globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])) },
  },
  { name: 'CommonJS', files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },

  {
    name: 'TypeScript',
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Nest modules, guards and entities are classes that a decorator gives their meaning
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowConstructorOnly: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
      // is wrong where a callback changes a variable, and trusts the types of what comes from outside
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // what a rejected promise carries is unknown, and is thrown on as it came
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true, allowThrowingAny: true }],
      // mistakes a field of our own for a deprecated method of String where a type is `string | { … }`
      '@typescript-eslint/no-deprecated': 'off',
      // spreading a string into letters is meant: codes and names of fields have plain ones
      '@typescript-eslint/no-misused-spread': 'off',
      // Record<never, never> says "no further names" in a generic, and means it
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // a method may answer a promise because its callers expect one
      '@typescript-eslint/require-await': 'off',
      // `table.get<Row>(…)` says at the call what comes out; that is worth a type parameter used once
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'house/proven-non-null': 'error',
    },
  },

  {
    name: 'the product',
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 250 }],
      'no-console': 'error',
      'house/docstring': 'error',
      'house/named-exports': 'error',
      'house/plain-names': 'error',
      'house/few-decorators': 'error',
      'house/column-names-its-type': 'error',
      'house/settings-from-config': 'error',
      'house/status-by-lifecycle': 'error',
      'house/rows-through-the-gate': 'error',
    },
  },
  { name: 'the one reader of the environment', files: ['src/platform/config.ts'], rules: { 'house/settings-from-config': 'off' } },
  { name: 'entities set their own status', files: ['src/**/*.entity.ts'], rules: { 'house/status-by-lifecycle': 'off' } },
  {
    name: 'the ground under the Gate',
    files: ['src/platform/**/*.ts', 'src/access/**/*.ts'],
    rules: { 'house/rows-through-the-gate': 'off' },
  },
  { name: 'rooms do not look at the clock', files: [...ROOMS, 'src/access/**/*.ts'], rules: { 'house/time-from-the-clock': 'error' } },
  { name: 'scripts play by the same moves', files: ['scripts/**/*.ts'], rules: { 'house/status-by-lifecycle': 'error' } },
  { name: 'controllers', files: ['src/**/*.controller.ts'], rules: { 'house/controllers-do-not-think': 'error' } },
  {
    name: 'where the policy language meets CASL',
    files: ['src/access/compile.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },

  {
    name: 'tests',
    files: ['test/**/*.ts'],
    rules: {
      'house/every-test-runs': 'error',
      // in a test an absent value fails loudly by itself, and answers over HTTP are read as they come
      'house/proven-non-null': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
