// The fences of the house, in order, two at a time. Prints a line for each with its time and stops at the first failure.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const STEPS = [
  { name: 'prettier', says: 'the code is formatted', run: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  {
    name: 'tsc',
    says: 'everything compiles',
    run: 'tsc',
    args: ['-p', 'tsconfig.json', '--noEmit', '--pretty', 'false'],
  },
  {
    name: 'tsc-pure',
    says: 'pure libs compile without Node, browser or decorators',
    run: 'tsc',
    args: ['-p', 'tsconfig.pure.json', '--noEmit', '--pretty', 'false'],
  },
  { name: 'eslint', says: 'no clock, chance or promise where there must be none', run: 'eslint', args: ['.'] },
  {
    name: 'depcruise',
    says: 'imports run one way',
    run: 'depcruise',
    args: [
      '--output-type',
      'err-long',
      ...['libs', 'apps', 'test'].filter((folder) => readdirSync('.').includes(folder)),
    ],
  },
  {
    name: 'procedures',
    says: 'procedure data is whole: reachable, declared, with an exit and a basis',
    run: 'jest',
    args: ['--selectProjects', 'fast', '--silent', '--testPathPatterns', 'libs/procedure/lint'],
  },
  { name: 'jest', says: 'the fast tests pass', run: 'jest', args: ['--selectProjects', 'fast', '--silent'] },
];

const HELP = `usage: npm run check [-- --only <step>]

Runs, in this order:
${STEPS.map(({ name, says }) => `  ${name.padEnd(10)} ${says}`).join('\n')}

  --only <step>   runs that step alone
  --help          says this
`;

function chosen(args) {
  if (args.length === 0) return STEPS;
  const [flag, name, ...rest] = args;
  const step = STEPS.find((known) => known.name === name);
  if (flag === '--only' && step && rest.length === 0) return [step];
  console.error(`check: cannot do '${args.join(' ')}'\n\n${HELP}`);
  process.exit(2);
}

/** Starts a step; its outcome tells what it printed, how it ended and how long it took. */
function start({ run, args }) {
  const began = performance.now();
  const child = spawn(process.execPath, [`node_modules/${BINS[run]}`, ...args], {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const outcome = new Promise((resolve) => {
    const end = (code) => resolve({ code, output, seconds: (performance.now() - began) / 1000 });
    child.on('error', (error) => ((output += error.message), end(1)));
    child.on('close', end);
  });
  return { child, outcome };
}

const BINS = {
  prettier: 'prettier/bin/prettier.cjs',
  tsc: 'typescript/bin/tsc',
  eslint: 'eslint/bin/eslint.js',
  depcruise: 'dependency-cruiser/bin/dependency-cruise.mjs',
  jest: 'jest/bin/jest.js',
};

async function check(steps) {
  const atOnce = Math.min(2, availableParallelism());
  const started = [];
  const began = performance.now();
  for (const [index, step] of steps.entries()) {
    while (started.length < Math.min(index + atOnce, steps.length)) started.push(start(steps[started.length]));
    const { code, output, seconds } = await started[index].outcome;
    console.log(
      `${code === 0 ? 'ok    ' : 'FAILED'} ${step.name.padEnd(10)} ${seconds.toFixed(1).padStart(5)} s  ${step.says}`,
    );
    if (code === 0) continue;
    for (const { child } of started.slice(index + 1)) child.kill();
    console.error(
      `\n${output.trim()}\n\ncheck: '${step.name}' failed; nothing after it was looked at. Alone: npm run check -- --only ${step.name}`,
    );
    process.exitCode = 1;
    return;
  }
  console.log(`all well in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

const args = process.argv.slice(2);
if (args.includes('--help')) console.log(HELP);
else await check(chosen(args));
