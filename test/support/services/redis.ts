import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';

const run = promisify(execFile);

export interface RedisService {
  readonly url: string;
  /** What was used, for people. */
  readonly how: string;
  /** The process of the server, where it is our own. */
  readonly pid?: number;
  stop(): Promise<void>;
}

export interface RedisOptions {
  readonly config?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** A folder of the caller's, which stays when the server stops. */
  readonly dir?: string;
}

const BINARIES = ['redis-server', 'valkey-server', 'keydb-server'];
const IMAGE = 'redis:7.2-alpine';
const READY_MS = 15_000;

/** A Redis of the tests' own, or the tester's (`REDIS_URL`) where nothing about it is asked for. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisService | { missing: string }> {
  const given = process.env['REDIS_URL'];
  if (given && Object.keys(options).length === 0) return { url: given, how: 'REDIS_URL', stop: async () => undefined };
  const binary = onPath() ?? ((await installed()) ? onPath() : undefined);
  if (binary) return startBinary(binary, options);
  if (await dockerAnswers()) return startDocker(options);
  return { missing: 'no REDIS_URL, no redis-server on the PATH, no package to install it from, no Docker engine' };
}

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return BINARIES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
}

async function installed(): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  // At this run level Debian's packages do not start what they install.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) => run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], { env });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', 'redis-server');
    return true;
  } catch {
    return false;
  }
}

async function dockerAnswers(): Promise<boolean> {
  return run('docker', ['info'], { timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const SETTINGS = { appendonly: 'yes', 'maxmemory-policy': 'noeviction', save: '' };

function argumentsOf(config: Readonly<Record<string, string>>): string[] {
  return Object.entries(config).flatMap(([name, value]) => [`--${name}`, value]);
}

/**
 * Runs the server beside a `cat` that ends when this process does, however it ends: then the server is ended, and the
 * folder removed if it is ours. $1 is that folder or empty, the rest is the command.
 */
const GUARD = `
exec 3<&0; folder=$1; shift
"$@" </dev/null >/dev/null 2>&1 3<&- & server=$!
echo $server
( cat <&3 >/dev/null; kill -CONT $server; kill $server ) 2>/dev/null & guard=$!
wait $server
kill $guard 2>/dev/null
[ -z "$folder" ] || rm -rf "$folder"
`;

async function startBinary(binary: string, options: RedisOptions): Promise<RedisService> {
  const port = options.port ?? (await freePort());
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'dossier-redis-'));
  const config = { ...SETTINGS, ...options.config, port: String(port), bind: '127.0.0.1', dir };
  const guard = spawn(
    'sh',
    ['-c', GUARD, 'sh', options.dir === undefined ? dir : '', binary, ...argumentsOf(config)],
    // A group of its own: what is typed at the terminal reaches the tests first.
    { stdio: ['pipe', 'pipe', 'ignore'], detached: true },
  );
  const ended = new Promise<void>((resolve) => guard.once('exit', () => resolve()));
  const pid = Number(await new Promise<string>((resolve) => createInterface(guard.stdout).once('line', resolve)));
  guard.unref();
  for (const pipe of [guard.stdin, guard.stdout] as unknown as { unref(): void }[]) pipe.unref();
  guard.stdin.on('error', () => undefined);
  const stop = async (): Promise<void> => {
    guard.ref();
    guard.stdin.end();
    await ended;
  };
  const url = `redis://127.0.0.1:${port}`;
  await ready(url, config, ended).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, how: `${binary} on a port and folder of its own`, pid, stop };
}

async function startDocker(options: RedisOptions): Promise<RedisService> {
  const port = options.port ?? (await freePort());
  const config = { ...SETTINGS, ...options.config };
  const folder = options.dir === undefined ? [] : ['-v', `${options.dir}:/data`];
  const { stdout } = await run('docker', [
    ...['run', '-d', '--rm', '-p', `127.0.0.1:${port}:6379`, ...folder, IMAGE, 'redis-server'],
    ...argumentsOf(config),
  ]);
  const container = stdout.trim();
  const end = (): void => void execFileSync('docker', ['rm', '-f', container], { stdio: 'ignore' });
  process.once('exit', end);
  const url = `redis://127.0.0.1:${port}`;
  await ready(url, config, new Promise(() => undefined));
  return {
    url,
    how: `Docker, ${IMAGE}`,
    async stop() {
      process.removeListener('exit', end);
      end();
    },
  };
}

/** Resolves once the server answers and has read its data; throws when it ends or takes too long. */
async function ready(url: string, config: Readonly<Record<string, string>>, ended: Promise<void>): Promise<void> {
  let over = false;
  void ended.then(() => (over = true));
  const until = Date.now() + READY_MS;
  while (!over && Date.now() < until) {
    const redis = new Redis(url, {
      lazyConnect: true,
      retryStrategy: () => null,
      // Else a timer of two seconds stays behind each try and keeps the tests from ending.
      disconnectTimeout: 50,
      ...(config['requirepass'] ? { password: config['requirepass'] } : {}),
    });
    redis.on('error', () => undefined);
    const answered = await redis.connect().then(
      () => true,
      () => false,
    );
    redis.disconnect();
    if (answered) return;
    await wait(20);
  }
  throw new Error(over ? 'redis-server ended at once' : `redis-server did not answer within ${READY_MS} ms`);
}
