import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  memoryEvents,
  memoryKeys,
  memoryReads,
  openSqliteEvents,
  openSqliteKeys,
  openSqliteReads,
  overlayEvents,
  overlayKeys,
} from '@dossier/adapters';
import type { Opened } from './events.contract';
import { encoded, eventStoreContract, places, texts } from './events.contract';
import { keyStoreContract } from './keys.contract';
import { readStoreContract } from './reads.contract';

interface Closable {
  close(): Promise<void>;
}

async function inMemory<T extends Closable>(store: T, ...under: Closable[]): Promise<Opened<T>> {
  const dispose = async (): Promise<void> => {
    for (const each of [store, ...under]) await each.close();
  };
  return { store, dispose };
}

async function onDisk<T extends Closable>(open: (folder: string) => T): Promise<Opened<T>> {
  const folder = mkdtempSync(join(tmpdir(), 'dossier-contract-'));
  const store = open(folder);
  const dispose = async (): Promise<void> => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return { store, dispose };
}

eventStoreContract('the log in memory', () => inMemory(memoryEvents()));
eventStoreContract('the log in SQLite', () =>
  onDisk((folder) => openSqliteEvents({ file: join(folder, 'events.db') })),
);
eventStoreContract('a rehearsal on an empty log', async () => {
  const base = memoryEvents();
  return inMemory(overlayEvents(base), base);
});

readStoreContract('the rows in memory', () => inMemory(memoryReads()));
readStoreContract('the rows in SQLite', () => onDisk((folder) => openSqliteReads({ file: join(folder, 'views.db') })));

keyStoreContract('the keys in memory', () => inMemory(memoryKeys()));
keyStoreContract('the keys in SQLite', () =>
  onDisk((folder) => openSqliteKeys({ file: join(folder, 'keys.db'), masterKey: randomBytes(32) })),
);
keyStoreContract('a rehearsal on an empty key store', async () => {
  const base = memoryKeys();
  return inMemory(overlayKeys(base), base);
});

describe('a rehearsal on a log', () => {
  const write = (stream: string, expected: number, ...events: string[]) => [
    { stream, expected, events: events.map(encoded) },
  ];

  it('reads what is there, goes on where it ends, and leaves it as it was', async () => {
    const base = memoryEvents();
    await base.append(write('a', -1, 'a0', 'a1'));
    await base.append(write('b', -1, 'b0'));
    const log = overlayEvents(base);
    expect(log.id).toBe(base.id);
    expect(await log.append(write('a', 1, 'a2'))).toEqual({ order: 4, revisions: { a: 2 } });
    expect(await log.append(write('c', -1, 'c0'))).toEqual({ order: 5, revisions: { c: 0 } });
    expect(texts(await log.readStream('a', 1))).toEqual(['a1', 'a2']);
    expect(texts(await log.readAll(0, 100))).toEqual(['a0', 'a1', 'b0', 'a2', 'c0']);
    expect(places(await log.readAll(2, 2))).toEqual([
      [3, 'b', 0],
      [4, 'a', 2],
    ]);
    expect(texts(await log.readAll(4, 2))).toEqual(['c0']);
    expect(await log.head()).toBe(5);
    expect(await base.head()).toBe(3);
    expect(texts(await base.readAll(0, 100))).toEqual(['a0', 'a1', 'b0']);
  });

  it('meets the conflicts that the log itself would have', async () => {
    const base = memoryEvents();
    await base.append(write('a', -1, 'a0', 'a1'));
    const log = overlayEvents(base);
    for (const expected of [-1, 0, 2, 9]) {
      await expect(log.append(write('a', expected, 'x'))).rejects.toMatchObject({ expected, actual: 1 });
    }
    const both = await Promise.allSettled([log.append(write('a', 1, 'one')), log.append(write('a', 1, 'two'))]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('does not see what others append to the log meanwhile', async () => {
    const base = memoryEvents();
    await base.append(write('a', -1, 'a0'));
    const log = overlayEvents(base);
    expect(await log.head()).toBe(1);
    await base.append(write('a', 0, 'later'));
    expect(texts(await log.readStream('a'))).toEqual(['a0']);
    expect(await log.append(write('a', 0, 'rehearsed'))).toEqual({ order: 2, revisions: { a: 1 } });
    expect(texts(await log.readAll(0, 10))).toEqual(['a0', 'rehearsed']);
  });
});

describe('a rehearsal on a key store', () => {
  const blind = Uint8Array.of(5);

  it('reads keys and claims that are there and writes none', async () => {
    const base = memoryKeys();
    const kept = await base.ensureKey('dossier-1');
    await base.claim(blind, 'dossier-1', 'p1');
    const keys = overlayKeys(base);
    expect(await keys.ensureKey('dossier-1')).toEqual(kept);
    await keys.ensureKey('dossier-2');
    expect({ ...(await keys.claim(blind, 'dossier-2', 'p2')) }).toEqual({ person: 'p1', dossier: 'dossier-1' });
    expect(await keys.moveClaim(blind, 'dossier-1', 'dossier-2')).toBe(true);
    await keys.claim(Uint8Array.of(6), 'dossier-3', 'p3');
    expect(await keys.streams()).toEqual(['dossier-1', 'dossier-2']);
    expect(await keys.pepper()).toEqual(await base.pepper());
    expect(await base.streams()).toEqual(['dossier-1']);
    expect(await base.findClaim(Uint8Array.of(6))).toBeUndefined();
    expect({ ...(await base.findClaim(blind)) }).toEqual({ person: 'p1', dossier: 'dossier-1' });
  });

  it('destroys in the rehearsal only', async () => {
    const base = memoryKeys();
    const kept = await base.ensureKey('dossier-1');
    await base.claim(blind, 'dossier-1', 'p1');
    const keys = overlayKeys(base);
    await keys.destroy('dossier-1');
    expect(await keys.findKey('dossier-1')).toBeUndefined();
    expect(await keys.findClaim(blind)).toBeUndefined();
    expect(await keys.streams()).toEqual([]);
    expect((await keys.ensureKey('dossier-1')).id).not.toBe(kept.id);
    expect(await base.findKey('dossier-1')).toEqual(kept);
    expect(await base.findClaim(blind)).toBeDefined();
  });
});
