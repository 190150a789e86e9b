import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { Missing, Service } from './index';
import { findBinaries, type Binaries } from './postgres-binaries';
import { startPostgresInDocker } from './postgres-docker';
import { findOnPath, freePort, startServer, until, type RunningServer } from './server';

export interface PostgresOptions {
  /** Settings beside those for a fast start, as `postgres -c` takes them. */
  readonly config?: Readonly<Record<string, string>>;
  /** A server of one's own, also where the environment names one: for tests that stop it. Default false. */
  readonly own?: boolean;
  /** Programs of one's choice; then the server is one's own. */
  readonly binaries?: Binaries;
  /** A real disk of so many megabytes beside the server's own, for a tablespace: see `canLimitDisk`. Gone with the server. */
  readonly diskMb?: number;
}

export interface PostgresService extends Service {
  /** The folder of the small disk, where one was asked for. */
  readonly disk?: string;
  /** Takes the server down ('kill': as in a crash), does something, and brings it up on the same data and port. Not for a server that was given. */
  restart?(how: 'stop' | 'kill', whileDown: () => Promise<void>): Promise<void>;
}

const READY_MS = 30_000;
const ATTEMPTS = 3;
const USER = 'dossier';

/** Small, for many may run beside each other; fsync stays on, for durability is part of what is tested. */
const CONFIG = {
  shared_buffers: '32MB',
  max_connections: '100',
  unix_socket_directories: '',
  log_min_messages: 'fatal',
};

/**
 * PostgreSQL for tests: the one that POSTGRES_URL names, else one that is started here, on a free port, with data of its
 * own, and ended by `stop` or with this process. Throws nothing: says what is missing.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresService | Missing> {
  const given = process.env.POSTGRES_URL;
  if (given !== undefined && given !== '' && isAnybodys(options)) {
    if (await answers(given)) return { url: given, how: 'POSTGRES_URL', stop: async () => undefined };
    return { missing: 'POSTGRES_URL is set, but nothing answers there' };
  }
  const binaries = options.binaries ?? findBinaries();
  if (binaries === undefined) return startPostgresInDocker(answers);
  try {
    return await startOwn(binaries, options);
  } catch (error) {
    return { missing: `${binaries.how} did not start: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function isAnybodys({ own, binaries, diskMb }: PostgresOptions): boolean {
  return own !== true && binaries === undefined && diskMb === undefined;
}

async function startOwn(binaries: Binaries, options: PostgresOptions): Promise<PostgresService> {
  const folder = mkdtempSync(join(tmpdir(), 'dossier-postgres-'));
  const password = randomBytes(12).toString('hex');
  try {
    await initialise(binaries, folder, password);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  let failure = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = await freePort();
    const url = `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;
    const server = serve(binaries, folder, port, options);
    const disk = options.diskMb === undefined ? {} : { disk: diskIn(folder) };
    if (await comesUp(server, url)) return { ...serviceOf(binaries, server, url), ...disk };
    failure = server.said().trim();
    if (!server.ended) break;
  }
  rmSync(folder, { recursive: true, force: true });
  throw new Error(failure === '' ? 'it never answered' : failure);
}

function serviceOf({ how, copied }: Binaries, server: RunningServer, url: string): PostgresService {
  return {
    url,
    how,
    async restart(way, whileDown) {
      await server.down(way);
      const outcome = await whileDown().then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      server.up();
      if (!(await comesUp(server, url))) throw new Error(`PostgreSQL did not come up again: ${server.said()}`);
      if (outcome) throw outcome.error;
    },
    async stop() {
      await server.stop();
      if (copied !== undefined) rmSync(copied, { recursive: true, force: true });
    },
  };
}

async function initialise({ bin, user }: Binaries, folder: string, password: string): Promise<void> {
  const secret = join(folder, 'password');
  writeFileSync(secret, password, { mode: 0o600 });
  if (user) for (const path of [folder, secret]) chownSync(path, user.uid, user.gid);
  const args = ['-D', join(folder, 'data'), '-U', USER, '-E', 'UTF8', '--no-sync', '--no-instructions'];
  // Text of the database is in no order of bytes, so that whoever needs that order has to ask for it.
  const order = ['--locale=C', '--locale-provider=icu', '--icu-locale=vi'];
  const access = ['--auth=scram-sha-256', `--pwfile=${secret}`];
  await promisify(execFile)(join(bin, 'initdb'), [...args, ...order, ...access], { ...user, cwd: folder });
  rmSync(secret);
}

function serve(binaries: Binaries, folder: string, port: number, { config, diskMb }: PostgresOptions): RunningServer {
  const { bin, user } = binaries;
  const settings = Object.entries({ ...CONFIG, ...config }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', join(folder, 'data'), '-h', '127.0.0.1', '-p', String(port), ...settings];
  const command = join(bin, 'postgres');
  if (diskMb === undefined || !user) return startServer({ command, args, folder, ...user, signal: 'SIGINT' });
  mkdirSync(diskIn(folder));
  const size = `size=${diskMb}m,uid=${user.uid},gid=${user.gid},mode=700`;
  const asUser = `exec setpriv --reuid=${user.uid} --regid=${user.gid} --clear-groups "$@"`;
  const script = `mount -t tmpfs -o ${size} tmpfs "$0" && ${asUser}`;
  const within = [...OWN_MOUNTS, 'sh', '-c', script, diskIn(folder), command, ...args];
  return startServer({ command: 'unshare', args: within, folder, signal: 'SIGINT' });
}

/** What is mounted there is seen by the server alone, and is gone when it ends, however it ends. */
const OWN_MOUNTS = ['--mount', '--propagation', 'private'];
const diskIn = (folder: string): string => join(folder, 'disk');

/** Whether a server can be given a small disk of its own here: root may mount, in most containers it may not. */
export function canLimitDisk(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || findOnPath('setpriv') === undefined) return false;
  const mount = [...OWN_MOUNTS, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()];
  return spawnSync('unshare', mount, { stdio: 'ignore' }).status === 0;
}

async function comesUp(server: RunningServer, url: string): Promise<boolean> {
  const up = await until(READY_MS, async () => {
    if (await answers(url)) return true;
    return server.ended ? false : undefined;
  });
  if (up !== true) await server.stop();
  return up === true;
}

/** Whether a server lets us in and answers. */
export async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
