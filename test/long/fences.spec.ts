import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Copy, TREE } from '../fences/copy';
import { RULES } from '../fences/house-rules';

// A fence that was never seen to hold is a hope. Here a violation of each is planted in a copy of the tree, and the step
// that guards it must fail and name the file; before that, the same step passes on the copy as it is.

jest.setTimeout(120_000);

const CONFIGS = [
  'package.json',
  'tsconfig.json',
  'tsconfig.pure.json',
  'eslint.config.mjs',
  '.dependency-cruiser.cjs',
  'scripts',
];

describe('imports run one way:', () => {
  const take = (from: string): string =>
    `import * as taken from '${from}';\nexport const planted = Object.keys(taken);\n`;
  const asType = (from: string): string =>
    `import type * as taken from '${from}';\nexport type Planted = keyof typeof taken;\n`;

  const plants: readonly (readonly [fence: string, file: string, text: string])[] = [
    ['kernel-imports', 'libs/kernel/planted-calendar.ts', take('@dossier/calendar')],
    ['kernel-imports', 'libs/kernel/planted-type.ts', asType('@dossier/domain')],
    ['kernel-imports', 'libs/kernel/planted-zod.ts', take('zod')],
    ['kernel-node', 'libs/kernel/planted-node.ts', take('node:fs')],
    ['calendar-imports', 'libs/calendar/planted-procedure.ts', take('@dossier/procedure')],
    ['calendar-node', 'libs/calendar/planted-node.ts', take('node:fs')],
    ['contract-imports', 'libs/contract/planted-domain.ts', take('@dossier/domain')],
    ['contract-types-only', 'libs/contract/planted-kernel.ts', take('@dossier/kernel')],
    ['contract-node', 'libs/contract/planted-node.ts', take('node:crypto')],
    ['procedure-imports', 'libs/procedure/planted-contract.ts', take('@dossier/contract')],
    ['procedure-node', 'libs/procedure/planted-node.ts', take('node:crypto')],
    ['domain-imports', 'libs/domain/planted-views.ts', take('@dossier/views')],
    ['domain-imports', 'libs/domain/planted-nest.ts', take('@nestjs/common')],
    ['domain-types-only', 'libs/domain/planted-contract.ts', take('@dossier/contract')],
    ['domain-node', 'libs/domain/planted-node.ts', take('node:crypto')],
    ['views-imports', 'libs/views/planted-engine.ts', take('@dossier/engine')],
    ['views-node', 'libs/views/planted-node.ts', take('node:crypto')],
    ['ledger-imports', 'libs/ledger/planted-calendar.ts', take('@dossier/calendar')],
    ['ledger-node', 'libs/ledger/planted-node.ts', take('node:crypto')],
    ['adapters-imports', 'libs/adapters/planted-domain.ts', take('@dossier/domain')],
    ['adapters-imports', 'libs/adapters/planted-nest.ts', take('@nestjs/common')],
    ['engine-imports', 'libs/engine/planted-zod.ts', take('zod')],
    ['apps-imports', 'apps/api/planted-adapters.ts', take('@dossier/adapters')],
    ['apps-types-only', 'apps/api/planted-domain.ts', take('@dossier/domain')],
    ['apps-apart', 'apps/api/planted-cli.ts', take('../cli/main')],
    ['cli-apart', 'apps/cli/planted-api.ts', take('../api/http/parse')],
    ['no-app-below', 'libs/engine/planted-app.ts', take('../../apps/api/serve')],
    ['no-test-inside', 'apps/api/planted-test.ts', take('../../test/fences/copy')],
    ['by-alias', 'libs/views/planted-path.ts', take('../kernel/index')],
    ['by-alias', 'apps/api/planted-path.ts', take('../../libs/engine/index')],
    ['views-imports', 'libs/views/planted-deep-path.ts', take('../domain/dossier/state')],
    ['views-imports', 'libs/views/planted-deep-alias.ts', take('@dossier/domain/dossier')],
    ['resolves', 'libs/engine/planted-deep-alias.ts', take('@dossier/kernel/transact')],
    ['own-lib-by-path', 'libs/views/planted-self.ts', take('@dossier/views')],
    ['no-circle', 'libs/engine/planted-circle.ts', take('./planted/circle')],
    ['known-libs', 'libs/stray/index.ts', take('@dossier/kernel')],
  ];

  const copy = new Copy(...CONFIGS, 'libs', 'apps', 'test');
  let output: string;
  afterAll(() => copy.remove());

  it('the tree keeps to it', () => {
    const clean = copy.check('depcruise');
    for (const [, file, text] of plants) copy.plant(file, text);
    copy.plant('libs/engine/planted/circle.ts', take('../planted-circle'));
    const planted = copy.check('depcruise');
    output = planted.output;
    expect([clean.passed, clean.output, planted.passed]).toEqual([true, expect.any(String), false]);
  });

  it.each(plants)('%s stops %s', (fence, file) => {
    expect(output).toContain(`error ${fence}: ${file}`);
  });
});

describe('pure code has no clock, no chance and no class:', () => {
  const PURE = ['kernel', 'calendar', 'procedure', 'domain', 'views', 'ledger', 'contract'];
  const everywhere: readonly (readonly [what: string, text: string])[] = [
    ['new-date', 'export const planted = () => new Date().getTime();'],
    ['new-date-of', 'export const planted = (text: string) => new Date(text).getTime();'],
    ['date-now', 'export const planted = () => Date.now();'],
    ['date-now-taken', 'const { now } = Date;\nexport const planted = () => now();'],
    ['date-parse', 'export const planted = (text: string) => Date.parse(text);'],
    ['random', 'export const planted = () => Math.random();'],
    ['performance', 'export const planted = () => performance.now();'],
    ['decorator', 'const mark = (_: unknown) => undefined;\n@mark\nexport class Planted {}'],
  ];
  const inSome: readonly (readonly [what: string, libs: readonly string[], text: string])[] = [
    ['class', ['domain', 'procedure'], 'export class Planted {}'],
    ['async', ['domain', 'views'], 'export async function planted() {\n  return 1;\n}'],
    ['promise', ['domain', 'views'], 'export const planted = () => Promise.resolve(1);'],
  ];
  const shell: readonly (readonly [what: string, libs: readonly string[], text: string])[] = [
    [
      'floating',
      ['libs/engine', 'libs/adapters', 'apps/api', 'apps/cli'],
      'export const planted = () => {\n  Promise.resolve(1);\n};',
    ],
    [
      'misused',
      ['libs/engine', 'libs/adapters', 'apps/api', 'apps/cli'],
      'export const planted = (later: Promise<boolean>) => {\n  if (later) return 1;\n  return 2;\n};',
    ],
    [
      'logger',
      ['libs/engine', 'apps/api', 'apps/cli', 'apps/worker'],
      "import { Logger } from '@nestjs/common';\nexport const planted = new Logger('planted');",
    ],
  ];
  const tests: readonly (readonly [what: string, folders: readonly string[], text: string])[] = [
    [
      'anything-matches',
      ['test/contract', 'libs/views'],
      "it('holds', () => expect({ said: 'no' }).toMatchObject({ said: /yes/ }));",
    ],
  ];
  const plants = [
    ...tests.flatMap(([what, folders, text]) =>
      folders.map((folder) => [`${folder}/planted-${what}.spec.ts`, text] as const),
    ),
    ...everywhere.flatMap(([what, text]) => PURE.map((lib) => [`libs/${lib}/planted-${what}.ts`, text] as const)),
    ...inSome.flatMap(([what, libs, text]) => libs.map((lib) => [`libs/${lib}/planted-${what}.ts`, text] as const)),
    ...shell.flatMap(([what, folders, text]) =>
      folders.map((folder) => [`${folder}/planted-${what}.ts`, text] as const),
    ),
  ];

  const copy = new Copy(...CONFIGS, 'libs', 'apps', 'test');
  let output: string;
  afterAll(() => copy.remove());

  it('the tree keeps to it', () => {
    const clean = copy.check('eslint');
    for (const [file, text] of plants) copy.plant(file, `${text}\n`);
    const planted = copy.check('eslint');
    output = planted.output;
    expect([clean.passed, clean.output, planted.passed]).toEqual([true, expect.any(String), false]);
  });

  it.each(plants)('eslint stops %s', (file) => {
    const said = output.split(join(copy.root, file))[1]?.split('\n\n')[0] ?? '';
    expect(said).toMatch(/error .* (no-restricted-\w+|@typescript-eslint\/no-(floating|misused)-promises)$/m);
  });
});

describe('pure code compiles without Node and without a browser:', () => {
  const GLOBALS = ['process', 'console', 'fetch', 'setTimeout', 'Buffer', 'window'];
  const plants = ['kernel', 'calendar', 'procedure', 'domain', 'views', 'ledger', 'contract'].flatMap((lib) =>
    GLOBALS.map(
      (name) => [`libs/${lib}/planted-${name.toLowerCase()}.ts`, `export const planted = ${name};\n`, name] as const,
    ),
  );
  const copy = new Copy(...CONFIGS, 'libs', 'apps', 'test');
  let output: string;
  afterAll(() => copy.remove());

  it('the tree keeps to it', () => {
    const clean = copy.check('tsc-pure');
    for (const [file, text] of plants) copy.plant(file, text);
    const planted = copy.check('tsc-pure');
    output = planted.output;
    expect([clean.passed, clean.output, planted.passed]).toEqual([true, expect.any(String), false]);
  });

  it.each(plants)('tsc-pure stops %s', (file, _, name) => {
    expect(output).toMatch(new RegExp(`^${file}\\(.*Cannot find name '${name}'`, 'm'));
  });

  it('tsc stops what does not compile anywhere, and names it', () => {
    for (const [file] of plants) rmSync(join(copy.root, file));
    expect(copy.check('tsc')).toMatchObject({ passed: true });
    copy.plant('apps/api/planted.ts', "export const planted: number = 'one';\n");
    const { passed, output: said } = copy.check('tsc');
    expect(passed).toBe(false);
    expect(said).toContain('apps/api/planted.ts(1,14)');
  });
});

describe('the other steps:', () => {
  it('prettier stops a file that is not formatted, and names it', () => {
    const copy = new Copy('package.json', '.prettierrc.json', '.prettierignore', 'libs/calendar');
    copy.plant('scripts/check.mjs', readFileSync(join(TREE, 'scripts/check.mjs'), 'utf8'));
    expect(copy.check('prettier')).toMatchObject({ passed: true });
    copy.plant('libs/calendar/planted.ts', 'export const planted={a:1}\n');
    const { passed, output } = copy.check('prettier');
    expect(passed).toBe(false);
    expect(output).toContain('libs/calendar/planted.ts');
    // All of them: prettier comes first, and what follows is not reached.
    const all = copy.check();
    expect(all.passed).toBe(false);
    expect(all.output).toContain("'prettier' failed; nothing after it was looked at");
    copy.remove();
  });

  it('jest stops a test that fails, and names it', () => {
    const copy = new Copy(
      'package.json',
      'jest.config.cjs',
      'scripts',
      'libs/calendar',
      'calendars',
      'test/support/services',
    );
    expect(copy.check('jest')).toMatchObject({ passed: true });
    copy.plant('libs/calendar/planted.spec.ts', "it('fails', () => expect(1).toBe(2));\n");
    const { passed, output } = copy.check('jest');
    expect(passed).toBe(false);
    expect(output).toContain('libs/calendar/planted.spec.ts');
    copy.remove();
  });
});

describe('what linters cannot check:', () => {
  const HANDLER = '@CommandHandler(DossierMessage)\nexport class SecondHandler {}\n';
  const plants: readonly (readonly [
    rule: string,
    file: string,
    text: string | ((now: string) => string),
    named: string,
  ])[] = [
    ['every message has exactly one handler', 'libs/engine/second.ts', HANDLER, 'DossierMessage has 2 handlers'],
    [
      'every message has exactly one handler',
      'libs/engine/messages.ts',
      (now) => `${now}\nexport class OrphanMessage {}\n`,
      'OrphanMessage has 0',
    ],
    [
      'every view has a spec',
      'libs/views/index.ts',
      (now) => `import { bare } from './bare';\n${now.replace(/(VIEWS[^=]*=\s*\[)/, '$1bare, ')}`,
      'libs/views/bare.ts',
    ],
    [
      'every published procedure is locked by its digest',
      'procedures/admission/R2021.json',
      (now) => `${now} `,
      'R2021.json has changed',
    ],
    [
      'every published procedure is locked by its digest',
      'procedures/admission/R1999.json',
      '{}\n',
      'R1999.json is not in',
    ],
    ['every decision record is listed', 'docs/adr/9999-planted.md', '# Planted\n', '9999-planted.md'],
    ['the README begins with the two commands', 'README.md', (now) => `\`\`\`sh\nnpm i\n\`\`\`\n${now}`, 'README.md'],
    ['every package version is pinned exactly', 'package.json', (now) => now.replace('"zod": "', '"zod": "^'), 'zod'],
    [
      'every package version is pinned exactly',
      'scripts/mutation/package.json',
      (now) => now.replace('"mocha": "', '"mocha": "~'),
      'scripts/mutation/package.json: mocha',
    ],
    [
      'the lock file names no registry',
      'scripts/mutation/package-lock.json',
      '{ "resolved": "https://registry.example/mocha.tgz" }\n',
      'scripts/mutation/package-lock.json',
    ],
    [
      'the lock file names no registry',
      'package-lock.json',
      '{ "resolved": "https://registry.example/zod.tgz" }\n',
      'registry.example',
    ],
    ['every folder is described in ARCHITECTURE.md', 'planted/file', '\n', 'planted/'],
    ['no file is too long', 'libs/engine/long.ts', '//\n'.repeat(401), 'libs/engine/long.ts'],
    ['the Nest projects are there', 'libs/stray/index.ts', '\n', 'libs/stray'],
  ];

  it.each(plants)('"%s" is missed in %s', (rule, file, text, named) => {
    const copy = new Copy(
      'package.json',
      'package-lock.json',
      'nest-cli.json',
      'README.md',
      'libs',
      'apps',
      'test',
      'docs',
      'procedures',
      'scripts',
    );
    const faultsOf = RULES[rule];
    const before = faultsOf?.(copy.root) ?? [];
    copy.plant(file, typeof text === 'string' ? text : text(readFileSync(join(TREE, file), 'utf8')));
    const found = (faultsOf?.(copy.root) ?? []).filter((fault) => !before.includes(fault));
    copy.remove();
    expect(found.join('\n')).toContain(named);
  });
});
