import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, EngineConfig } from '@dossier/engine';

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
    name: `t_${randomBytes(6).toString('hex')}`,
    events: process.env['KURRENTDB_URL'] ?? address('TEST_KURRENTDB_URL'),
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

function address(name: string): string {
  const url = process.env[name];
  if (url === undefined)
    throw new Error(`the suites of the cluster scale need ${name}: the setup of the run found none`);
  return url;
}
