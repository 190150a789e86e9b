import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './district';
import { environmentOf } from './scale';

const MAIN = join(ROOT, 'dist', 'apps', 'cli', 'main.js');

/** How a run of the command line ended. */
export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line as a user does, in a process of its own. */
export function cli(...args: readonly string[]): Ran {
  if (!existsSync(MAIN)) throw new Error("the command line is not built: 'npm run build' first ('npm test' does)");
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...environmentOf(args[args.indexOf('--data') + 1]) },
  });
  return { status, out: stdout, err: stderr };
}
