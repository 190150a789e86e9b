import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { loadMasterKey } from '@dossier/adapters';
import { connect } from '../../libs/adapters/sqlite-driver';

import { at, openKeys, refusalOf, sql, flip, latin1, fillAll } from './sqlite-folder';

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
