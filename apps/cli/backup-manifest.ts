import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { CopyFigures } from '@dossier/engine';
import { z } from 'zod';
import { Said } from './faults';

/** The file that makes a folder a backup. It is written last: a backup that was broken off has none. */
const MANIFEST = 'backup.json';
/** Read at a time when a file is hashed, in bytes: a log may be larger than memory. */
const CHUNK_BYTES = 1 << 20;

const count = z.int().nonnegative();
const manifest = z.strictObject({
  format: z.literal(1),
  made: z.iso.datetime(),
  store: z.uuid(),
  head: count,
  events: count,
  streams: count,
  keys: count,
  files: z.record(
    z.string().regex(/^[a-z]+\.(db|key)$/),
    z.strictObject({ bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

/** What a backup holds: the figures found when it was tried, and the size and SHA-256 of every file. */
export type Manifest = z.infer<typeof manifest>;

/** Whether nothing is in a folder yet, or it is not there. */
export function isFree(folder: string): boolean {
  return !existsSync(folder) || (statSync(folder).isDirectory() && readdirSync(folder).length === 0);
}

/** Writes what a finished copy holds beside it, on the disk when this returns. */
export function writeManifest(folder: string, figures: CopyFigures, made: string, names: readonly string[]): Manifest {
  const files = Object.fromEntries(names.map((name) => [name, markOf(join(folder, name))]));
  const written: Manifest = { format: 1, made, ...figures, files };
  const file = join(folder, MANIFEST);
  writeFileSync(`${file}.new`, `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  const listing = openSync(folder, 'r');
  fsyncSync(listing);
  closeSync(listing);
  return written;
}

/** The manifest of a backup whose files all are what it says. Throws one clear line when they are not. */
export function readManifest(folder: string): Manifest {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) throw noBackup(folder);
  const read = manifest.safeParse(parsed(file));
  if (!read.success) throw damaged(file);
  for (const [name, mark] of Object.entries(read.data.files)) {
    const there = join(folder, name);
    if (!existsSync(there)) throw damaged(there);
    const found = markOf(there);
    if (found.bytes !== mark.bytes || found.sha256 !== mark.sha256) throw damaged(there);
  }
  return read.data;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function markOf(file: string): { bytes: number; sha256: string } {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const handle = openSync(file, 'r');
  try {
    for (let bytes = 0; ;) {
      const read = readSync(handle, chunk);
      if (read === 0) return { bytes, sha256: hash.digest('hex') };
      hash.update(chunk.subarray(0, read));
      bytes += read;
    }
  } finally {
    closeSync(handle);
  }
}

const noBackup = (folder: string): Said =>
  new Said(
    `${folder} không phải là bản sao lưu: không có ${MANIFEST} (bản sao lưu làm dở cũng không có)`,
    `${folder} is no backup: there is no ${MANIFEST} in it (one that was broken off has none)`,
  );

/** Also said when figures do not agree: then the manifest and the files are not of one backup. */
export const damaged = (file: string): Said =>
  new Said(
    `${file} không còn như lúc sao lưu: bản sao lưu này đã hỏng, hãy dùng bản khác`,
    `${file} is not what it was when the backup was made: this backup is damaged, use another one`,
  );

/** A folder that has to be free and is not. */
export const notFree = (folder: string): Said =>
  new Said(
    `${folder} đã có thứ khác ở trong: hãy chỉ một thư mục trống hoặc chưa có`,
    `there is something in ${folder} already: name a folder that is empty or not there`,
  );

/** Backup and restore of files mean the embedded scale; a cluster's servers are backed up by their own means. */
export const onlyEmbedded = (verb: string): Said =>
  new Said(
    `'${verb}' sao chép thư mục dữ liệu; với SCALE=cluster hãy theo docs/OPERATIONS.md`,
    `'${verb}' copies a data folder; with SCALE=cluster follow docs/OPERATIONS.md`,
  );
