// Mutation testing of one lib: changes its code in small ways and says which changes no test noticed.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIBS, TOOLS } from './mutation/libs.cjs';

const HELP = `usage: npm run mutate -- <lib> [--force] [--mutate <file>[:<line>-<line>]]

Libs: ${Object.keys(LIBS).join(', ')}

  --force            forgets what earlier runs found; else only what changed is tried again
  --mutate <files>   only these
  --help             says this

Fails when fewer than 80 in 100 changes are noticed. The report is in ${TOOLS}/<lib>/report.html.
The first run installs its own packages, pinned in scripts/mutation/, into ${TOOLS}.
`;

const SEEDS = ['package.json', 'package-lock.json', '.npmrc'];

/** The packages are installed anew when their lock file is not the one they were installed by. */
function install() {
  const installed = join(TOOLS, 'installed-lock.json');
  const lock = 'scripts/mutation/package-lock.json';
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lock))) return;
  mkdirSync(TOOLS, { recursive: true });
  for (const file of SEEDS) copyFileSync(join('scripts/mutation', file), join(TOOLS, file));
  if (run('npm', ['ci', '--ignore-scripts'], { cwd: TOOLS }) !== 0) process.exit(1);
  copyFileSync(lock, installed);
}

function run(command, args, options) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (error) console.error(`mutate: ${error.message}`);
  return status ?? 1;
}

function main([lib = '--help', ...flags]) {
  if (lib === '--help') return console.log(HELP);
  if (!Object.hasOwn(LIBS, lib)) {
    console.error(`mutate: no lib '${lib}' is known here\n\n${HELP}`);
    process.exit(2);
  }
  install();
  const stryker = join(TOOLS, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  process.exitCode = run(process.execPath, [stryker, 'run', 'scripts/mutation/stryker.config.mjs', ...flags], {
    env: { ...process.env, MUTATE_LIB: lib },
  });
}

main(process.argv.slice(2));
