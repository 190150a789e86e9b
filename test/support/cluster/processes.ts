import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { API, built, endOf, environment } from '../built';
import { ROOT } from '../root';

const WORKER = 'apps/worker/main.js';
const DOUBLE = 'test/support/kurrent-double/main.js';
/** A process says that it is there within so long, also on a busy machine. */
const STARTS_WITHIN_MS = 60_000;

/** A process of the program, started from the build. What it says on standard error is kept for whoever asks why. */
export interface Running {
  readonly said: string;
  readonly errors: () => string;
  alive(): boolean;
  kill(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
  /** Stops it where it is, and lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
}

/** An API on a free port; `said` is its URL. */
export const startApiProcess = (settings: NodeJS.ProcessEnv): Promise<Running> =>
  start(API, { ...settings, PORT: '0' }, /http:\/\/127\.0\.0\.1:\d+/);

/** A worker; `said` is the URL at which it tells of its health and its figures. */
export const startWorkerProcess = (settings: NodeJS.ProcessEnv): Promise<Running> =>
  start(WORKER, { PORT: '0', ...settings }, /http:\/\/127\.0\.0\.1:\d+/);

/** The double of KurrentDB in a process of its own; `said` is its URL. It ends with the test. */
export const startDoubleProcess = (): Promise<Running> => start(DOUBLE, {}, /\S+:\/\/\S+/);

async function start(file: string, settings: NodeJS.ProcessEnv, says: RegExp): Promise<Running> {
  const child = spawn(process.execPath, [built(file)], {
    cwd: ROOT,
    env: environment(settings),
    // Its standard input is a pipe of this process, so that it can see when this one ends.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = endOf(child);
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-20_000)));
  return {
    said: await saying(child, says, () => errors),
    errors: () => errors,
    alive: () => child.exitCode === null && child.signalCode === null,
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      return ended;
    },
    signal: (signal) => void child.kill(signal),
  };
}

async function saying(child: ChildProcess, says: RegExp, errors: () => string): Promise<string> {
  const { stdout } = child;
  if (!stdout) throw new TypeError('the process has no standard output');
  const lines = createInterface({ input: stdout });
  const late = setTimeout(() => child.kill('SIGKILL'), STARTS_WITHIN_MS);
  const ended = once(child, 'close').then(() => undefined);
  const heard = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      const found = says.exec(line);
      if (found) resolve(found[0]);
    });
  });
  const said = await Promise.race([heard, ended]);
  clearTimeout(late);
  if (said === undefined) throw new Error(`it ended before it was there: ${errors()}`);
  return said;
}
