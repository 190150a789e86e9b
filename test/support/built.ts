import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ran } from './cli';
import { EXAMPLE, ROOT } from './root';

/** The build under test. DIST_FOLDER names another one, such as one that was broken on purpose. */
const DIST = process.env['DIST_FOLDER'] ?? join(ROOT, 'dist');

/** A file of the build. Throws when it is not there: these tests run what users run. */
export function built(path: string): string {
  const file = join(DIST, path);
  if (!existsSync(file)) throw new Error(`${file} is not built: 'npm run build' first ('npm test' does)`);
  return file;
}

export const CLI = 'apps/cli/main.js';
export const API = 'apps/api/main.js';

/** The environment without any settings of the one who runs the tests, and with those of the test. */
export function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { DATA_FOLDER: _data, MASTER_KEY: _key, MASTER_KEY_FILE: _file, DEBUG: _debug, ...rest } = process.env;
  return { ...rest, ...more };
}

/** Runs a file of the build to its end, or ends it after a while. */
export function runBuilt(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
  const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28, env: environment(env), timeout: 60_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], options);
  return { status, out: stdout, err: stderr };
}

/** A server in a process of its own. What it says goes to a file. */
export interface Server {
  readonly pid: number;
  readonly url: string;
  post(path: string, body: unknown): Promise<{ status: number; text: string }>;
  get(path: string): Promise<{ status: number; text: string }>;
  stop(): Promise<void>;
}

export async function startServer(folder: string, log: string): Promise<Server> {
  const out = openSync(log, 'a');
  const env = environment({ DATA_FOLDER: folder, PORT: '0' });
  const child = spawn(process.execPath, [built(API)], { cwd: ROOT, env, stdio: ['ignore', out, out] });
  closeSync(out);
  const ended = endOf(child);
  const url = await said(log, child);
  const answer = async (path: string, init?: RequestInit) => {
    const response = await fetch(url + path, init);
    return { status: response.status, text: await response.text() };
  };
  return {
    pid: child.pid ?? 0,
    url,
    post: (path, body) =>
      answer(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    get: (path) => answer(path),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function said(log: string, child: ChildProcess): Promise<string> {
  for (let waited = 0; waited < 30_000 && child.exitCode === null; waited += 20) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(readFileSync(log, 'utf8'));
    if (url) return url[0];
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  throw new Error(`the server did not start: ${readFileSync(log, 'utf8')}`);
}

/** How a process ended: its exit code, or the signal that ended it. */
export function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve) => void child.once('close', (code, signal) => resolve(code ?? signal ?? -1)));
}

/** A folder of the test's own; `remove` takes it away. */
export function newPlace(): { readonly path: string; in(name: string): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'dossier-torture-'));
  return { path, in: (name) => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The example with only so many rows of its register, as a folder the import reads. */
export function exampleSlice(folder: string, rows: number): string {
  mkdirSync(folder, { recursive: true });
  for (const sheet of ['organisations', 'members', 'classes', 'quotas']) {
    copyFileSync(join(EXAMPLE, `${sheet}.csv`), join(folder, `${sheet}.csv`));
  }
  const lines = readFileSync(join(EXAMPLE, 'register.csv'), 'utf8').split('\n');
  writeFileSync(join(folder, 'register.csv'), `${lines.slice(0, rows + 1).join('\n')}\n`);
  return folder;
}

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32), so that a failure can be had again. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
