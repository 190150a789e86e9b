import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryEvents, memoryReads, openKurrentEvents, openPostgresReads, openSqliteReads } from '@dossier/adapters';
import type { Cluster, EngineConfig } from '@dossier/engine';
import type { EventStore, ReadStore } from '@dossier/kernel';

/** The scale that the suites of a run are on: 'cluster' in the Jest project of that name, else 'embedded'. */
export const SCALE = process.env['TEST_SCALE'] === 'cluster' ? 'cluster' : 'embedded';

/** Installations of the cluster by the folder that stands for each, so that a test names one and the same on both scales. */
const clusters = new Map<string, Cluster>();

/** What makes a folder's settings those of an installation of its own on the servers of the run; nothing on the embedded scale. */
export function scaleOf(folder: string): Pick<EngineConfig, 'cluster' | 'masterKeyFile'> {
  if (SCALE === 'embedded') return {};
  const masterKeyFile = join(folder, 'master.key');
  writeFileSync(masterKeyFile, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  const rows = address('TEST_POSTGRES_URL');
  const cluster: Cluster = {
    name: newName(),
    events: kurrent(),
    rows,
    keys: rows,
    redis: address('TEST_REDIS_URL'),
  };
  clusters.set(folder, cluster);
  return { cluster, masterKeyFile };
}

/** The settings of a process that is to use the installation a folder stands for, as its environment. */
export function environmentOf(folder: string | undefined): NodeJS.ProcessEnv {
  const cluster = folder === undefined ? undefined : clusters.get(folder);
  if (folder === undefined || cluster === undefined) return {};
  return {
    SCALE: 'cluster',
    INSTALLATION: cluster.name,
    KURRENTDB_URL: cluster.events,
    POSTGRES_URL: cluster.rows,
    KEYS_URL: cluster.keys,
    REDIS_URL: cluster.redis,
    MASTER_KEY_FILE: join(folder, 'master.key'),
  };
}

/** A log and rows that a test makes a part of the engine of by hand. */
export interface MadeStores {
  readonly events: EventStore;
  readonly reads: ReadStore;
  /** Other rows of the same kind, with nothing in them. */
  more(): Promise<ReadStore>;
  close(): Promise<void>;
}

/** What such stores may be made of on the scale of the run, by the words that follow a suite's name. */
export const MADE_STORES: readonly (readonly [string, () => Promise<MadeStores>])[] =
  SCALE === 'cluster'
    ? [['on the servers', () => made(onServers, rowsOnServers)]]
    : [
        ['in memory', () => made(memoryEvents, memoryReads)],
        ['in SQLite', () => made(memoryEvents, rowsOnDisk)],
      ];

async function made(log: () => Made<EventStore>, rows: () => Made<ReadStore>): Promise<MadeStores> {
  const [events, reads] = [await log(), await rows()];
  const open: { close(): Promise<void> }[] = [events, reads];
  return {
    events,
    reads,
    async more() {
      const another = await rows();
      open.push(another);
      return another;
    },
    close: async () => void (await Promise.all(open.map((store) => store.close()))),
  };
}

type Made<T> = T | Promise<T>;

const onServers = (): Promise<EventStore> => openKurrentEvents({ url: kurrent(), prefix: `${newName()}.` });
const rowsOnServers = (): Promise<ReadStore> =>
  openPostgresReads({ url: address('TEST_POSTGRES_URL'), schema: newName(), connections: 4 });

function rowsOnDisk(): ReadStore {
  const folder = mkdtempSync(join(tmpdir(), 'dossier-rows-'));
  const reads = openSqliteReads({ file: join(folder, 'reads.db') });
  const close = reads.close.bind(reads);
  return Object.assign(reads, { close: () => close().then(() => rmSync(folder, { recursive: true })) });
}

const newName = (): string => `t_${randomBytes(6).toString('hex')}`;
const kurrent = (): string => process.env['KURRENTDB_URL'] ?? address('TEST_KURRENTDB_URL');

function address(name: string): string {
  const url = process.env[name];
  if (url === undefined)
    throw new Error(`the suites of the cluster scale need ${name}: the setup of the run found none`);
  return url;
}
