import { readFileSync } from 'node:fs';
import tseslint from 'typescript-eslint';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';

/** Loops in which a test would wait without an end, or without words. */
const WAIT_LOOPS = JSON.parse(readFileSync(new URL('test/support/wait-loops.json', import.meta.url), 'utf8'));

export default tseslint.config(
  { ignores: ['node_modules/', '.build/', 'dist/', '.data/', 'coverage/', '**/*.generated.ts'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommended],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] })],
    },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'max-lines': ['error', { max: 300 }],
      'no-console': 'error',
    },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 60 }],
      'no-restricted-imports': [
        'error',
        { patterns: ['node:*', 'zod', 'kysely', 'pg', '../db/*', '../api/*', '../config'] },
      ],
    },
  },
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'domain/ never asks the machine for the time; `at` is an input.',
        },
      ],
    },
  },
  { files: ['test/**/*.ts'], rules: { 'max-lines': ['error', { max: 400 }] } },
  {
    files: ['test/**/*.ts'],
    ignores: ['test/support/eventually.ts'],
    rules: { 'no-restricted-syntax': ['error', WAIT_LOOPS] },
  },
);
