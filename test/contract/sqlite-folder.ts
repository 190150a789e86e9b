import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEvents, openSqliteKeys, openSqliteReads } from '@dossier/adapters';
import { ABSENT, StoreRefused } from '@dossier/kernel';
import { connect } from '../../libs/adapters/sqlite-driver';
import { encoded } from './events.contract';
import { SOURCE, change, row } from './view-changes';

// The folder of each test of the SQLite files, what opens them, and what harms them.

export const MASTER = new Uint8Array(32).fill(9);
export const verifyLeaf = (bytes: Uint8Array, leaf: Uint8Array): boolean =>
  createHash('sha256').update(bytes).digest().equals(leaf);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dossier-sqlite-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

export const at = (name: string): string => join(folder, name);
export const openLog = (options: object = {}) => openSqliteEvents({ file: at('events.db'), verifyLeaf, ...options });
export const openRows = (options: object = {}) => openSqliteReads({ file: at('views.db'), ...options });
export const openKeys = (options: object = {}) =>
  openSqliteKeys({ file: at('keys.db'), masterKey: MASTER, ...options });
export const write = (stream: string, expected: number, ...events: string[]) => [
  { stream, expected, events: events.map(encoded) },
];

export function refusalOf(work: () => unknown): StoreRefused {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreRefused) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

export function sql(name: string, ...statements: string[]): void {
  const db = connect(at(name));
  for (const statement of statements) db.exec(statement);
  db.close();
}

/**
 * Changes one byte, `past` bytes into the last place where `text` stands in the file. Earlier places may be leftovers: a
 * page that SQLite has split keeps the old content where it counts for nothing.
 */
export function flip(name: string, text: string | Uint8Array, past: number): void {
  const content = readFileSync(at(name));
  const place = content.lastIndexOf(text);
  expect(place).toBeGreaterThan(0);
  content.writeUInt8(content.readUInt8(place + past) ^ 1, place + past);
  writeFileSync(at(name), content);
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

export function truncate(name: string, bytes: number): void {
  const handle = openSync(at(name), 'r+');
  ftruncateSync(handle, bytes);
  closeSync(handle);
}

export async function fillAll(): Promise<void> {
  const log = openLog();
  for (let i = 0; i < 50; i += 1) await log.append(write(`dossier-${i}`, ABSENT, `first of ${i}`, `second of ${i}`));
  await log.close();
  const rows = openRows();
  await rows.save(SOURCE, [change({ rows: Array.from({ length: 200 }, (_, i) => row(`key-${i}`)) })]);
  await rows.close();
  const keys = openKeys();
  for (let i = 0; i < 50; i += 1) await keys.ensureKey(`dossier-${i}`);
  await keys.close();
}

export function overwritePage(file: string, page: number): void {
  const content = readFileSync(file);
  content.fill(0xa5, (page - 1) * 4096, page * 4096);
  writeFileSync(file, content);
}
