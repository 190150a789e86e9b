import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const PURE = ['kernel', 'calendar', 'procedure', 'domain', 'views', 'ledger', 'contract'];

const CLOCK = 'The clock comes in with the command: pure code has no other.';
const CHANCE = 'Chance comes in with the command: pure code has none of its own.';
const NO_DECORATORS = [{ selector: 'Decorator', message: 'Pure code carries no decorators: Nest is only the shell.' }];
const NO_CLOCK = [
  { selector: "NewExpression[callee.name='Date']", message: CLOCK },
  { selector: "CallExpression[callee.name='Date']", message: CLOCK },
  // Without an argument these format the present moment.
  { selector: "CallExpression[arguments.length=0][callee.property.name='formatToParts']", message: CLOCK },
];
const NO_CLASSES = [
  { selector: 'ClassDeclaration, ClassExpression', message: 'Rules and deciders are functions over plain data.' },
];
const NOW_ONLY = 'What decides, folds or projects answers at once: no promise in it.';
const NO_PROMISES = [
  { selector: ':function[async=true]', message: NOW_ONLY },
  { selector: 'AwaitExpression', message: NOW_ONLY },
  { selector: 'ForOfStatement[await=true]', message: NOW_ONLY },
  { selector: "Identifier[name='Promise']", message: NOW_ONLY },
  { selector: "CallExpression[callee.property.name='then']", message: NOW_ONLY },
  { selector: 'ImportExpression', message: NOW_ONLY },
];

/** A later entry for a rule replaces an earlier one, so each pure lib gets its whole list at once. */
const pure = (lib, ...more) => ({
  files: [`libs/${lib}/**/*.ts`],
  ignores: ['**/*.spec.ts'],
  rules: { 'no-restricted-syntax': ['error', ...NO_DECORATORS, ...NO_CLOCK, ...more.flat()] },
});

const SPECIAL = { domain: [NO_CLASSES, NO_PROMISES], procedure: [NO_CLASSES], views: [NO_PROMISES] };

export default defineConfig(
  globalIgnores(['**/node_modules/', '**/dist/', '**/data/', '**/coverage/', '**/.tmp/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommended,
  {
    rules: {
      'array-callback-return': 'error',
      eqeqeq: 'error',
      'no-cond-assign': 'error',
      'no-constant-binary-expression': 'error',
      'no-constant-condition': 'error',
      'no-debugger': 'error',
      'no-dupe-else-if': 'error',
      'no-duplicate-case': 'error',
      'no-empty': 'error',
      'no-fallthrough': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unsafe-finally': 'error',
      'no-unsafe-optional-chaining': 'error',
      'no-useless-escape': 'error',
      '@typescript-eslint/no-unused-expressions': ['error', { allowTernary: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: PURE.map((lib) => `libs/${lib}/**/*.ts`),
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: CLOCK },
        { object: 'Date', property: 'parse', message: CLOCK },
        { object: 'Math', property: 'random', message: CHANCE },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'performance', message: CLOCK },
        { name: 'crypto', message: CHANCE },
        { name: 'globalThis', message: 'Pure code reaches for nothing that was not handed to it.' },
      ],
    },
  },
  PURE.map((lib) => pure(lib, ...(SPECIAL[lib] ?? []))),
  {
    files: ['libs/{kernel,engine,adapters}/**/*.ts', 'apps/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      'no-restricted-imports': [
        'error',
        {
          name: '@nestjs/common',
          importNames: ['Logger', 'ConsoleLogger'],
          message: 'Its words are dropped: take logOf.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='toMatchObject'] Property > Literal[regex]",
          message:
            'To toMatchObject a bare regular expression is an object without fields, which anything matches: expect.stringMatching.',
        },
      ],
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
