import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMasterKey, openSqliteEvents, openSqliteKeys, openSqliteReads } from '@dossier/adapters';
import { ABSENT, RevisionConflict, StoreRefused, StoreUnavailable } from '@dossier/kernel';
import { connect } from '../../libs/adapters/sqlite-driver';
import { encoded, places, texts } from './events.contract';
import { SOURCE, change, row } from './reads.contract';

const MASTER = new Uint8Array(32).fill(9);
const verifyLeaf = (bytes: Uint8Array, leaf: Uint8Array): boolean =>
  createHash('sha256').update(bytes).digest().equals(leaf);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dossier-sqlite-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const openLog = (options: object = {}) => openSqliteEvents({ file: at('events.db'), verifyLeaf, ...options });
const openRows = (options: object = {}) => openSqliteReads({ file: at('views.db'), ...options });
const openKeys = (options: object = {}) => openSqliteKeys({ file: at('keys.db'), masterKey: MASTER, ...options });
const write = (stream: string, expected: number, ...events: string[]) => [
  { stream, expected, events: events.map(encoded) },
];

function refusalOf(work: () => unknown): StoreRefused {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreRefused) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

function sql(name: string, ...statements: string[]): void {
  const db = connect(at(name));
  for (const statement of statements) db.exec(statement);
  db.close();
}

/**
 * Changes one byte, `past` bytes into the last place where `text` stands in the file. Earlier places may be leftovers: a
 * page that SQLite has split keeps the old content where it counts for nothing.
 */
function flip(name: string, text: string | Uint8Array, past: number): void {
  const content = readFileSync(at(name));
  const place = content.lastIndexOf(text);
  expect(place).toBeGreaterThan(0);
  content.writeUInt8(content.readUInt8(place + past) ^ 1, place + past);
  writeFileSync(at(name), content);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function truncate(name: string, bytes: number): void {
  const handle = openSync(at(name), 'r+');
  ftruncateSync(handle, bytes);
  closeSync(handle);
}

async function fillAll(): Promise<void> {
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

function overwritePage(file: string, page: number): void {
  const content = readFileSync(file);
  content.fill(0xa5, (page - 1) * 4096, page * 4096);
  writeFileSync(file, content);
}

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

describe('the rows in SQLite', () => {
  it('are the same after they were closed and opened again', async () => {
    await fillAll();
    const rows = openRows();
    expect(await rows.source()).toBe(SOURCE);
    expect(await rows.position('board', 1)).toBe(1);
    expect(await rows.list('board', 1)).toHaveLength(200);
    await rows.close();
  });

  it('are read beside their writer and cannot be written there', async () => {
    await fillAll();
    const rows = openRows();
    const reader = openRows({ readOnly: true });
    await rows.save(SOURCE, [change({ from: 1, to: 2, rows: [row('new')] })]);
    expect(await reader.get('board', 1, 'new')).toBeDefined();
    expect(await reader.position('board', 1)).toBe(2);
    await expect(reader.save(SOURCE, [change({ from: 2, to: 3 })])).rejects.toBeInstanceOf(TypeError);
    await expect(reader.drop('board', 1)).rejects.toBeInstanceOf(TypeError);
    await reader.close();
    await rows.close();
    rmSync(at('views.db'));
    expect(refusalOf(() => openRows({ readOnly: true }))).toMatchObject({ code: 'foreign' });
  });

  it('of an older version are emptied at a writing open, which says so, and refused to a reader', async () => {
    sql(
      'views.db',
      'CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
      'CREATE TABLE rows (view TEXT, key TEXT, json TEXT)',
      `INSERT INTO rows VALUES ('board', 'a', '{}')`,
      `PRAGMA application_id = ${0x44_6f_52_6f}; PRAGMA user_version = 1`,
    );
    const refusal = refusalOf(() => openRows({ readOnly: true }));
    expect(refusal).toMatchObject({ code: 'foreign', message: expect.stringContaining('`rebuild`') });
    const said: string[] = [];
    const rows = openRows({ say: (line: string) => said.push(line) });
    expect(said).toEqual([expect.stringMatching(/views\.db.*older version.*from the events$/)]);
    expect(await rows.position('board', 1)).toBe(0);
    await rows.save(SOURCE, [change({ rows: [row('a')] })]);
    await rows.close();
    const again = openRows({ say: (line: string) => said.push(line) });
    expect(await again.list('board', 1)).toHaveLength(1);
    expect(said).toHaveLength(1);
    await again.close();
  });

  it('of a discarded edition are removed although a crash came in between', async () => {
    const rows = openRows();
    const edition = await rows.begin('2023-05-04T03:00:00.000Z');
    await rows.edition(edition).save(SOURCE, [change({ rows: [row('a')] })]);
    await rows.close();
    sql('views.db', `UPDATE editions SET state = 'gone' WHERE edition = ${edition}`);
    const again = openRows();
    expect((await again.editions()).all).toHaveLength(1);
    await again.begin('2023-05-04T03:00:00.000Z');
    expect(await again.edition(edition).list('board', 1)).toEqual([]);
    await again.close();
  });

  it('say how to get out of rows built from another log', async () => {
    await fillAll();
    const rows = openRows();
    const error = await rows.save('log-2', [change({ from: 1, to: 2 })]).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'foreign' });
    expect((error as Error).message).toContain('`rebuild`');
    await rows.close();
  });
});

describe('the keys in SQLite', () => {
  it('are the same after they were closed and opened again', async () => {
    const first = openKeys();
    const key = await first.ensureKey('dossier-1');
    await first.claim(Uint8Array.of(1), 'dossier-1', 'p1');
    const pepper = await first.pepper();
    await first.close();
    const keys = openKeys();
    expect(await keys.findKey('dossier-1')).toEqual(key);
    expect({ ...(await keys.findClaim(Uint8Array.of(1))) }).toEqual({ person: 'p1', dossier: 'dossier-1' });
    expect(await keys.pepper()).toEqual(pepper);
    await keys.close();
  });

  it('are refused under another master key', async () => {
    await fillAll();
    const refusal = refusalOf(() => openKeys({ masterKey: new Uint8Array(32).fill(8) }));
    expect(refusal.code).toBe('wrong-master-key');
    expect(refusal.message).toContain(at('keys.db'));
    expect(() => openKeys({ masterKey: new Uint8Array(16) })).toThrow(TypeError);
  });

  it('are refused as damaged when a byte of a wrapped key has changed, and the stream is named', async () => {
    await fillAll();
    flip('keys.db', wrappedOf('dossier-17'), 30);
    const refusal = refusalOf(openKeys);
    expect(refusal.code).toBe('damaged');
    expect(refusal.message).toContain('the key of dossier-17');
  });

  it('are refused as damaged when two streams have changed their keys', async () => {
    await fillAll();
    const swapped = `UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE stream = 'dossier-2') WHERE stream = 'dossier-1'`;
    sql('keys.db', swapped);
    expect(refusalOf(openKeys).message).toContain('the key of dossier-1 ');
  });

  it.each(['check', 'pepper'])('tell a damaged %s from a wrong master key', async (name) => {
    await fillAll();
    sql('keys.db', `UPDATE meta SET value = zeroblob(60) WHERE name = '${name}'`);
    expect(refusalOf(openKeys)).toMatchObject({ code: 'damaged' });
  });

  it('stand nowhere in clear', async () => {
    const keys = openKeys();
    const { secret } = await keys.ensureKey('dossier-1');
    const pepper = await keys.pepper();
    const stored = () =>
      ['keys.db', 'keys.db-wal'].filter((f) => existsSync(at(f))).map((f) => readFileSync(at(f), 'latin1'));
    for (const content of stored())
      expect(content.includes(latin1(secret)) || content.includes(latin1(pepper))).toBe(false);
    await keys.close();
    for (const content of stored())
      expect(content.includes(latin1(secret)) || content.includes(latin1(pepper))).toBe(false);
  });

  it('leave no trace in any file once destroyed', async () => {
    const keys = openKeys();
    for (let i = 0; i < 100; i += 1) await keys.ensureKey(`dossier-${i}`);
    await keys.claim(Buffer.from('blind-index-of-lan'), 'dossier-42', 'person-of-lan');
    const before = wrappedOf('dossier-42');
    const traces = () =>
      ['keys.db', 'keys.db-wal']
        .map((name) => readFileSync(at(name), 'latin1'))
        .filter((content) =>
          [latin1(before), 'blind-index-of-lan', 'person-of-lan'].some((trace) => content.includes(trace)),
        );
    expect(traces()).not.toEqual([]);
    await keys.destroy('dossier-42');
    expect(traces()).toEqual([]);
    await keys.close();
  });

  it('are scrubbed later when a reader was in the way of it', async () => {
    const keys = openKeys();
    await keys.ensureKey('dossier-1');
    const before = wrappedOf('dossier-1');
    const reader = connect(at('keys.db'), true);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM keys').get();
    await keys.destroy('dossier-1');
    expect(await keys.findKey('dossier-1')).toBeUndefined();
    reader.exec('COMMIT');
    reader.close();
    await keys.ensureKey('dossier-2');
    for (const name of ['keys.db', 'keys.db-wal'])
      expect(readFileSync(at(name), 'latin1')).not.toContain(latin1(before));
    await keys.close();
  });

  it('share one wait for the disk when many are made at once', async () => {
    const keys = openKeys();
    await Promise.all(Array.from({ length: 64 }, (_, i) => keys.ensureKey(`dossier-${i}`)));
    expect(keys.stats().commits).toBe(1);
    await keys.close();
  });

  it('are forgotten by a reader as soon as another process destroys them', async () => {
    const keys = openKeys();
    await keys.ensureKey('dossier-1');
    const reader = openKeys({ readOnly: true });
    expect(await reader.findKey('dossier-1')).toEqual(await keys.findKey('dossier-1'));
    await keys.destroy('dossier-1');
    expect(await reader.findKey('dossier-1')).toBeUndefined();
    await expect(reader.ensureKey('dossier-1')).rejects.toBeInstanceOf(TypeError);
    await expect(reader.destroy('dossier-1')).rejects.toBeInstanceOf(TypeError);
    await reader.close();
    await keys.close();
  });

  function wrappedOf(stream: string): Uint8Array {
    const db = connect(at('keys.db'), true);
    const { wrapped } = db.prepare('SELECT wrapped FROM keys WHERE stream = ?').get(stream) as { wrapped: Uint8Array };
    db.close();
    return wrapped;
  }
});

describe('the master key', () => {
  it('is made once, for its owner only, and read again', () => {
    const key = loadMasterKey({ file: at('master.key'), create: true });
    expect(key).toHaveLength(32);
    expect(statSync(at('master.key')).mode & 0o777).toBe(0o600);
    expect(loadMasterKey({ file: at('master.key'), create: true })).toEqual(key);
    expect(loadMasterKey({ file: at('master.key'), create: false })).toEqual(key);
  });

  it('is taken from the environment first, in hexadecimal or base64', () => {
    const bytes = Buffer.alloc(32, 250);
    for (const env of [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]) {
      expect(Buffer.from(loadMasterKey({ env, file: at('master.key'), create: true }))).toEqual(bytes);
    }
    expect(existsSync(at('master.key'))).toBe(false);
  });

  it.each(['', 'secret', 'ab'.repeat(31), Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')])(
    'is refused when it is malformed: %p',
    (text) => {
      writeFileSync(at('master.key'), text);
      const refusal = refusalOf(() => loadMasterKey({ file: at('master.key'), create: true }));
      expect(refusal.code).toBe('wrong-master-key');
      expect(refusal.message).toContain(at('master.key'));
      if (text === '') return;
      expect(refusalOf(() => loadMasterKey({ env: text, file: at('x'), create: true })).message).toContain(
        'environment',
      );
      expect(refusal.message).not.toContain(text);
    },
  );

  it('is not made unless it may be', () => {
    expect(refusalOf(() => loadMasterKey({ file: at('master.key'), create: false })).code).toBe('wrong-master-key');
    expect(existsSync(at('master.key'))).toBe(false);
  });
});
