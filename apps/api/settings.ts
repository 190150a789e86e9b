import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LOCAL_ACTOR, type EngineConfig } from '@dossier/engine';

/** The project's own folder: the nearest one above this file that holds procedures/. Built and unbuilt code find the same. */
export function projectFolder(from = __dirname): string {
  return existsSync(join(from, 'procedures')) || dirname(from) === from ? from : projectFolder(dirname(from));
}

/** The engine's settings from the environment: DATA_FOLDER, MASTER_KEY or MASTER_KEY_FILE. */
export function configFrom(
  env: NodeJS.ProcessEnv,
  purpose: string,
  folder = env['DATA_FOLDER'] ?? 'data/main',
): EngineConfig {
  const masterKey = env['MASTER_KEY'];
  const masterKeyFile = env['MASTER_KEY_FILE'];
  return {
    folder: resolve(folder),
    purpose,
    readOnly: false,
    seeds: projectFolder(),
    actor: LOCAL_ACTOR,
    ...(masterKey ? { masterKey } : {}),
    ...(masterKeyFile ? { masterKeyFile } : {}),
  };
}
