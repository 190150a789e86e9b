import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { openSqliteEvents } from '@dossier/adapters';
import { ABSENT, RevisionConflict, StoreUnavailable } from '@dossier/kernel';
import { connect } from '../../libs/adapters/sqlite-driver';
import { encoded, places, texts } from './events.contract';

import {
  at,
  openLog,
  openRows,
  openKeys,
  write,
  refusalOf,
  sql,
  flip,
  truncate,
  fillAll,
  overwritePage,
} from './sqlite-folder';

const files: [string, () => { close(): Promise<void> }, string][] = [
  ['events.db', () => openLog(), 'restore a copy'],
  ['views.db', () => openRows(), '`rebuild`'],
  ['keys.db', () => openKeys(), 'restore a copy'],
];

describe.each(files)('%s', (name, open, remedy) => {
  beforeEach(fillAll);

  it('is refused when a newer program has written it, and is left as it is', () => {
    sql(name, 'PRAGMA user_version = 7');
    const refusal = refusalOf(open);
    expect(refusal.code).toBe('newer-version');
    expect(refusal.message).toMatch(/version 7.*up to [12]:/);
    expect(refusal.message).toContain(at(name));
  });

  it('is refused when it belongs to another program', () => {
    sql(name, 'PRAGMA application_id = 77');
    expect(refusalOf(open)).toMatchObject({ code: 'foreign' });
    rmSync(at(name));
    sql(name, 'CREATE TABLE notes (text TEXT)');
    expect(refusalOf(open)).toMatchObject({ code: 'foreign' });
  });

  it.each<[string, () => void]>([
    ['garbage', () => writeFileSync(at(name), randomBytes(20_000))],
    ['empty', () => writeFileSync(at(name), '')],
    ['cut in half', () => truncate(name, Math.floor(statSync(at(name)).size / 8192) * 4096)],
    ['cut by one page', () => truncate(name, statSync(at(name)).size - 4096)],
    ['with its header overwritten', () => writeFileSync(at(name), Buffer.alloc(100, 'x'), { flag: 'r+' })],
    ['with a page overwritten', () => overwritePage(at(name), 2)],
    ['without its tables', () => sql(name, 'DROP TABLE meta')],
  ])('is refused as damaged when it is %s, with the way out', (_, harm) => {
    harm();
    const refusal = refusalOf(open);
    expect(refusal).toMatchObject({ code: 'damaged' });
    expect(refusal.message).toContain(at(name));
    expect(refusal.message).toContain(remedy);
  });

  it('is not begun anew when it is gone but its write-ahead log is there', () => {
    renameSync(at(name), `${at(name)}-wal`);
    expect(refusalOf(open)).toMatchObject({ code: 'damaged' });
    expect(existsSync(at(name))).toBe(false);
  });

  it('opens again after all that was not done to it', async () => {
    await open().close();
  });

  it('is readable by its owner only', () => {
    expect(statSync(at(name)).mode & 0o077).toBe(0);
  });
});

describe('the log in SQLite', () => {
  it('is the same after it was closed and opened again', async () => {
    const first = openLog();
    await first.append(write('dossier-1', ABSENT, 'a', 'b'));
    await first.close();
    const log = openLog();
    expect(log.id).toBe(first.id);
    expect(texts(await log.readAll(0, 10))).toEqual(['a', 'b']);
    expect(await log.append(write('dossier-1', 1, 'c'))).toEqual({ order: 3, revisions: { 'dossier-1': 2 } });
    await log.close();
  });

  it('waits for the disk at every commit', async () => {
    const log = openLog();
    expect(log.stats().synchronous).toBeGreaterThanOrEqual(2);
    await log.close();
  });

  it('commits what is asked for in one turn together', async () => {
    const log = openLog();
    await Promise.all(Array.from({ length: 64 }, (_, i) => log.append(write(`dossier-${i}`, ABSENT, 'a'))));
    expect(log.stats()).toMatchObject({ appends: 64, commits: 1 });
    const many = Array.from({ length: 64 }, async (_, i) => {
      for (let revision = 0; revision < 10; revision += 1) await log.append(write(`dossier-${i}`, revision, 'b'));
    });
    await Promise.all(many);
    expect(log.stats().appends).toBe(704);
    expect(log.stats().commits).toBeLessThanOrEqual(40);
    await log.close();
  });

  it('shows nothing of a group before it is committed, not even to its own process', async () => {
    const log = openLog();
    let acknowledged = false;
    const appended = log.append(write('dossier-1', ABSENT, 'a')).then(() => (acknowledged = true));
    expect(await log.head()).toBe(0);
    expect(acknowledged).toBe(false);
    await appended;
    const beside = openLog({ readOnly: true });
    expect(await beside.head()).toBe(1);
    await beside.close();
    await log.close();
  });

  it('rejects only the loser of a group, and its neighbours see each other', async () => {
    const log = openLog();
    const outcomes = await Promise.allSettled([
      log.append(write('dossier-1', ABSENT, 'a')),
      log.append([...write('dossier-2', ABSENT, 'lost'), ...write('dossier-1', ABSENT, 'lost')]),
      log.append([...write('dossier-2', ABSENT, 'b'), ...write('dossier-1', 0, 'c')]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: { stream: 'dossier-1', expected: ABSENT, actual: 0 } });
    expect((outcomes[1] as PromiseRejectedResult).reason).toBeInstanceOf(RevisionConflict);
    expect(texts(await log.readAll(0, 10))).toEqual(['a', 'b', 'c']);
    expect(log.stats()).toMatchObject({ appends: 2, commits: 1 });
    await log.close();
  });

  it('takes more at once than one transaction holds', async () => {
    const log = openLog();
    await Promise.all(Array.from({ length: 3000 }, (_, i) => log.append(write(`dossier-${i}`, ABSENT, 'a'))));
    expect(log.stats()).toMatchObject({ appends: 3000, commits: 3 });
    await log.close();
  });

  it('commits what was asked for before it is closed', async () => {
    const log = openLog();
    const appended = log.append(write('dossier-1', ABSENT, 'a'));
    await log.close();
    expect((await appended).order).toBe(1);
    const again = openLog();
    expect(await again.head()).toBe(1);
    await again.close();
  });

  it('rejects all of a group on a full disk, and goes on without a gap when there is room', async () => {
    const log = openLog({ mostPages: 40 });
    await log.append(write('dossier-1', ABSENT, 'a'));
    const outcomes = await Promise.allSettled([
      log.append(write('dossier-2', ABSENT, 'lost with the others')),
      log.append(write('dossier-3', ABSENT, 'x'.repeat(500_000))),
      log.append(write('dossier-1', ABSENT, 'a conflict, and lost with the others')),
    ]);
    for (const outcome of outcomes) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(StoreUnavailable);
    expect(await log.head()).toBe(1);
    expect(await log.append(write('dossier-2', ABSENT, 'b'))).toEqual({ order: 2, revisions: { 'dossier-2': 0 } });
    expect(log.stats()).toMatchObject({ appends: 2, commits: 2 });
    await log.close();
    const again = openLog();
    expect(places(await again.readAll(0, 10))).toEqual([
      [1, 'dossier-1', 0],
      [2, 'dossier-2', 0],
    ]);
    await again.close();
  });

  it('rejects with StoreUnavailable while somebody else keeps it locked, and writes afterwards', async () => {
    const log = openLog();
    const other = connect(at('events.db'));
    other.exec('BEGIN IMMEDIATE');
    await expect(log.append(write('dossier-1', ABSENT, 'a'))).rejects.toBeInstanceOf(StoreUnavailable);
    other.exec('ROLLBACK');
    other.close();
    expect((await log.append(write('dossier-1', ABSENT, 'a'))).order).toBe(1);
    await log.close();
  }, 10_000);

  it('is read beside its writer and cannot be written there', async () => {
    const log = openLog();
    const reader = openLog({ readOnly: true });
    await log.append(write('dossier-1', ABSENT, 'a'));
    expect(reader.id).toBe(log.id);
    expect(texts(await reader.readStream('dossier-1'))).toEqual(['a']);
    await expect(reader.append(write('dossier-1', 0, 'b'))).rejects.toBeInstanceOf(TypeError);
    await log.close();
    expect(texts(await reader.readAll(0, 9))).toEqual(['a']);
    await reader.close();
    const alone = openLog({ readOnly: true });
    expect(await alone.head()).toBe(1);
    await alone.close();
  });

  it('is not made by a reader', () => {
    const refusal = refusalOf(() => openLog({ readOnly: true }));
    expect(refusal.code).toBe('foreign');
    expect(refusal.message).toContain('there is no database');
    expect(existsSync(at('events.db'))).toBe(false);
  });

  it('cannot be opened where there is no folder', () => {
    expect(() => openLog({ file: at('nowhere/events.db') })).toThrow(StoreUnavailable);
  });

  describe('is refused as damaged', () => {
    beforeEach(fillAll);

    it('when a byte of an event has changed, and the event is named', () => {
      flip('events.db', 'second of 17', 3);
      const refusal = refusalOf(openLog);
      expect(refusal.code).toBe('damaged');
      expect(refusal.message).toContain('event 1 of dossier-17');
      expect(refusal.message).toContain(at('events.db'));
    });

    it('when a byte of a leaf has changed', () => {
      flip('events.db', encoded('first of 20').leaf, 31);
      expect(refusalOf(openLog).message).toContain('event 0 of dossier-20');
    });

    it('when an event stands in another stream than the index says', () => {
      flip('events.db', 'dossier-17second', 9);
      const refusal = refusalOf(() => openSqliteEvents({ file: at('events.db') }));
      expect(refusal).toMatchObject({ code: 'damaged' });
      expect(refusal.message).toContain('missing from index');
    });

    it('when an event in the middle is gone', () => {
      sql('events.db', 'DELETE FROM events WHERE "order" = 40');
      const refusal = refusalOf(openLog);
      expect(refusal.code).toBe('damaged');
      expect(refusal.message).toContain('99 events');
    });

    it('when a revision of a stream is missing though the orders are whole', () => {
      sql('events.db', `UPDATE events SET revision = 2 WHERE stream = 'dossier-9' AND revision = 1`);
      const refusal = refusalOf(openLog);
      expect(refusal.code).toBe('damaged');
      expect(refusal.message).toContain('dossier-9 ends at revision 2 with 2 events: revision 1 is missing');
    });

    it('also by a reader', () => {
      flip('events.db', 'second of 17', 0);
      expect(refusalOf(() => openLog({ readOnly: true })).message).toContain('event 1 of dossier-17');
    });
  });
});
