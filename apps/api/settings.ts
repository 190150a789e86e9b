import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LOCAL_ACTOR, type EngineConfig } from '@dossier/engine';

/** The project's own folder: the nearest one above this file that holds procedures/. Built and unbuilt code find the same. */
export function projectFolder(from = __dirname): string {
  return existsSync(join(from, 'procedures')) || dirname(from) === from ? from : projectFolder(dirname(from));
}

/** Settings that cannot be used as they are. Says which, and what is wanted, without the value: it may hold a password. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
}

/**
 * The engine's settings from the environment: DATA_FOLDER, MASTER_KEY or MASTER_KEY_FILE; with SCALE=cluster KURRENTDB_URL,
 * POSTGRES_URL, KEYS_URL (left out: POSTGRES_URL), REDIS_URL and INSTALLATION (left out: 'dossier'). Each of the URLs may
 * stand in a file instead, named by the same word with _FILE: that is where secrets are mounted. MOST_BEHIND bounds how far
 * the views may be behind.
 */
export function configFrom(
  env: NodeJS.ProcessEnv,
  purpose: string,
  folder = env['DATA_FOLDER'] ?? 'data/main',
): EngineConfig {
  const masterKey = env['MASTER_KEY'];
  const masterKeyFile = env['MASTER_KEY_FILE'];
  const cluster = clusterFrom(env);
  const mostBehind = mostBehindFrom(env);
  return {
    folder: resolve(folder),
    purpose,
    readOnly: false,
    seeds: projectFolder(),
    actor: LOCAL_ACTOR,
    ...(masterKey ? { masterKey } : {}),
    ...(masterKeyFile ? { masterKeyFile } : {}),
    ...(cluster ? { cluster } : {}),
    ...(mostBehind === undefined ? {} : { mostBehind }),
  };
}

/** PORT; 0 takes a free one. What is no port is refused: a process that listens elsewhere than it was told is not found. */
export function portFrom(env: NodeJS.ProcessEnv, otherwise: number): number {
  const text = env['PORT'] || String(otherwise);
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new SettingsRefused('PORT is a number from 0 to 65535');
  return Number(text);
}

function mostBehindFrom(env: NodeJS.ProcessEnv): number | undefined {
  const text = env['MOST_BEHIND'];
  if (!text) return undefined;
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new SettingsRefused('MOST_BEHIND is a whole number above 0, in orders of the log');
  return Number(text);
}

/** What another installation, or the server itself, has under that name: its keys, its views for evaluations, its own things. */
const TAKEN = /_(?:keys|bi)$|^(?:bi|public|installation|information_schema|pg_.*)$/;

function clusterFrom(env: NodeJS.ProcessEnv): EngineConfig['cluster'] {
  const scale = env['SCALE'] ?? 'embedded';
  if (scale === 'embedded') return undefined;
  if (scale !== 'cluster') throw new SettingsRefused(`SCALE is 'embedded' or 'cluster'`);
  const name = env['INSTALLATION'] ?? 'dossier';
  if (!/^[a-z][a-z0-9_]{0,35}$/.test(name) || TAKEN.test(name))
    throw new SettingsRefused(
      'INSTALLATION is a name of at most 36 lower-case letters, digits and _, such as dossier; none that ends with _keys or _bi, and not bi, public, installation or the like',
    );
  const rows = urlFrom(env, 'POSTGRES_URL', ['postgres:', 'postgresql:']);
  return {
    name,
    rows,
    keys: secretFrom(env, 'KEYS_URL') === undefined ? rows : urlFrom(env, 'KEYS_URL', ['postgres:', 'postgresql:']),
    events: urlFrom(env, 'KURRENTDB_URL', [
      'kurrentdb:',
      'kurrentdb+discover:',
      'kurrent:',
      'kurrent+discover:',
      'kdb:',
      'kdb+discover:',
      'esdb:',
      'esdb+discover:',
    ]),
    redis: urlFrom(env, 'REDIS_URL', ['redis:', 'rediss:']),
  };
}

function urlFrom(env: NodeJS.ProcessEnv, name: string, schemes: readonly string[]): string {
  const url = secretFrom(env, name);
  if (url === undefined)
    throw new SettingsRefused(`SCALE=cluster needs ${name}, or ${name}_FILE with a file that holds it`);
  if (!schemes.some((scheme) => url.startsWith(`${scheme}//`)))
    throw new SettingsRefused(`${name} is not a URL that begins with ${schemes[0]}//`);
  return url;
}

function secretFrom(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const [value, file] = [env[name], env[`${name}_FILE`]];
  if (value) return value;
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new SettingsRefused(`${name}_FILE names a file that cannot be read`);
  }
}
