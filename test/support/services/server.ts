import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** The server's own folder: it runs there, and the folder is removed once the server has been stopped. */
  readonly folder: string;
  readonly uid?: number;
  readonly gid?: number;
  /** What asks the server to stop. */
  readonly signal: NodeJS.Signals;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningServer {
  /** What the server has said so far, for the message when it does not come up. */
  said(): string;
  /** Whether it has ended by itself. */
  readonly ended: boolean;
  /** Takes the server down, with its leave or without, and resolves once it is gone; folder and port stay its own. */
  down(how: 'stop' | 'kill'): Promise<void>;
  /** Starts it again. It takes a moment until it answers. */
  up(): void;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

const GUARD = join(__dirname, 'guard.cjs');
/** The end of what a server said is kept: so many characters. */
const MOST_SAID = 4000;

/**
 * Starts a server that ends with this process, however this process ends: `guard.cjs` stands between the two. The guard
 * is in a session of its own, so that an interrupt typed at the terminal reaches it through the closed pipe alone.
 */
export function startServer(command: ServerCommand): RunningServer {
  const guard = spawn(process.execPath, [GUARD, JSON.stringify(command)], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const told = guard.stdio[3] as Readable;
  let said = '';
  let ended = false;
  for (const stream of [guard.stdout, guard.stderr]) {
    stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-MOST_SAID)));
  }
  guard.stdin.on('error', () => undefined);
  // A server that is forgotten must not keep the tests from ending.
  for (const stream of [guard.stdin, guard.stdout, guard.stderr, told]) (stream as unknown as Socket).unref();
  guard.unref();
  const exited = new Promise<void>((resolve) =>
    guard.once('exit', () => {
      ended = true;
      resolve();
    }),
  );
  return {
    said: () => said,
    get ended() {
      return ended;
    },
    async down(how) {
      const gone = once(told, 'data');
      guard.stdin.write(`${how}\n`);
      await gone;
    },
    up: () => void guard.stdin.write('start\n'),
    async stop() {
      guard.ref();
      guard.stdin.end();
      await exited;
    },
  };
}

/** A port of 127.0.0.1 that was free a moment ago. Another process may still take it first: whoever starts, tries again. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}

/** Where a command is found on the PATH. */
export function findOnPath(command: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, command)).find((file) => existsSync(file));
}

/** Packages of Debian take a while, but not for ever. */
const INSTALL_MS = 180_000;

/** Installs a package where that can be done without asking anybody: as root, on Debian. */
export function installed(name: string): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version') || findOnPath('apt-get') === undefined)
    return false;
  // At this run level Debian's packages do not start what they install.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]): boolean =>
    spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      env,
      stdio: 'ignore',
      timeout: INSTALL_MS,
    }).status === 0;
  // A machine that is new has no lists of packages yet.
  return apt('update') && apt('install', '-y', '--no-install-recommends', name);
}

/** Asks again and again until the answer is no longer undefined, or the time is over: then undefined. */
export async function until<T>(withinMs: number, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  const end = process.hrtime.bigint() + BigInt(withinMs) * 1_000_000n;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || process.hrtime.bigint() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
