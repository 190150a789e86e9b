import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreRefused } from '@dossier/kernel';

const MASTER_KEY_BYTES = 32;

export interface MasterKeySource {
  /** The key from the environment, if it is set there: 64 hexadecimal digits, or base64 of 32 bytes. It wins over the file. */
  readonly env?: string;
  /** The file that holds the key otherwise, in the same notation. */
  readonly file: string;
  /** Whether a missing file may be made, readable by its owner only. Allow it only where there are no keys yet. */
  readonly create: boolean;
}

/**
 * The installation's master key, 32 bytes. Whoever loses it loses every name in the system, so it is never guessed: a
 * malformed one, or a missing one that may not be made, throws StoreRefused 'wrong-master-key'.
 */
export function loadMasterKey({ env, file, create }: MasterKeySource): Uint8Array {
  if (env !== undefined && env !== '') return parse(env, 'the master key in the environment');
  if (!existsSync(file)) {
    if (!create) throw new StoreRefused('wrong-master-key', `there is no master key: ${file} does not exist`);
    make(file);
  }
  return parse(readFileSync(file, 'utf8'), `the master key in ${file}`);
}

function parse(text: string, what: string): Uint8Array {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return new Uint8Array(Buffer.from(trimmed, 'hex'));
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed) ? Buffer.from(trimmed, 'base64') : undefined;
  if (bytes?.length === MASTER_KEY_BYTES) return new Uint8Array(bytes);
  throw new StoreRefused('wrong-master-key', `${what} must be 64 hexadecimal digits or base64 of 32 bytes`);
}

/**
 * Written whole and put on the disk under another name first, then linked: a crash leaves no half a key under the real
 * name, and of two processes that begin together the second finds the first one's key and does not replace it.
 */
function make(file: string): void {
  const making = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(making, 'wx', 0o600);
  try {
    writeSync(handle, `${randomBytes(MASTER_KEY_BYTES).toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(making, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(making);
  }
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
