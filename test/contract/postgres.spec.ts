import { randomBytes } from 'node:crypto';
import { openPostgresKeys, openPostgresReads, schemaIsThere } from '@dossier/adapters';
import { ProjectionFenced, StoreUnavailable } from '@dossier/kernel';
import { addressOf } from '../../libs/adapters/postgres/address';
import { migrate } from '../../libs/adapters/postgres/migrations';
import { Postgres } from '../../libs/adapters/postgres/pool';
import { saveChanges } from '../../libs/adapters/reads/postgres-save';
import { readsSchema, tablesOf } from '../../libs/adapters/reads/postgres-schema';
import { administer, onDatabase } from '../support/installation';
import { onService, startPostgres } from '../support/services';
import type { PostgresService } from '../support/services/postgres';
import { SOURCE, change, hold, row } from './view-changes';

const masterKey = randomBytes(32);

function newSchema(): string {
  return `s_${randomBytes(6).toString('hex')}`;
}

function withPassword(url: string, password: string): string {
  const changed = new URL(url);
  changed.password = password;
  return changed.href;
}

onService('postgres', 'Stores in PostgreSQL refuse to start', (url) => {
  const open = [
    (at: string, schema = newSchema()) => openPostgresReads({ url: at, schema }),
    (at: string, schema = newSchema()) => openPostgresKeys({ url: at, schema, masterKey }),
  ];

  it('with a wrong password, in one line that does not hold it', async () => {
    for (const store of open) {
      const error = await store(withPassword(url, 'guessed-wrong')).catch((e: unknown) => e);
      expect(error).toMatchObject({ name: 'StoreRefused', code: 'unsuitable' });
      expect((error as Error).message).toMatch(
        /^PostgreSQL at [^ ]+ does not let '[^']+' in: check user and password$/,
      );
      expect(String((error as Error).stack)).not.toContain('guessed-wrong');
    }
  });

  it('on a database that is not there, an address nobody listens at, and what is no address', async () => {
    for (const store of open) {
      await expect(store(onDatabase(url, 'nowhere'))).rejects.toMatchObject({ code: 'unsuitable' });
      await expect(store('postgres://a:secret@127.0.0.1:1/b')).rejects.toMatchObject({
        code: 'unreachable',
        message: 'PostgreSQL at 127.0.0.1:1/b cannot be reached (ECONNREFUSED)',
      });
      const error = await store('mysql://a:secret@b/c').catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'unsuitable' });
      expect((error as Error).message).not.toContain('secret');
    }
  });

  it('on a server before 14, and on a database that keeps text in anything but UTF8', async () => {
    // A function found before the server's own says what an old server would say; the rest of the server is as it is.
    const [old, ascii] = [newSchema(), newSchema()];
    await administer(url, `CREATE DATABASE ${old}`);
    await administer(
      onDatabase(url, old),
      'CREATE SCHEMA older',
      `CREATE FUNCTION older.current_setting(name text) RETURNS text LANGUAGE sql AS $$
        SELECT CASE name WHEN 'server_version_num' THEN '130018' ELSE pg_catalog.current_setting(name) END $$`,
      `ALTER DATABASE ${old} SET search_path = older, pg_catalog`,
    );
    const plain = `ENCODING 'SQL_ASCII' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0`;
    await administer(url, `CREATE DATABASE ${ascii} ${plain}`);
    for (const store of open) {
      await expect(store(onDatabase(url, old))).rejects.toMatchObject({
        code: 'unsuitable',
        message: expect.stringMatching(/^PostgreSQL at \S+ is version 13; 14 or newer is needed$/),
      });
      await expect(store(onDatabase(url, ascii))).rejects.toMatchObject({
        code: 'unsuitable',
        message: expect.stringContaining('keeps text as SQL_ASCII'),
      });
    }
    await administer(url, `DROP DATABASE ${old}`, `DROP DATABASE ${ascii}`);
  });

  it('and say whether a schema was ever made, without making it', async () => {
    const schema = newSchema();
    expect(await schemaIsThere(url, schema)).toBe(false);
    expect(await schemaIsThere(url, schema)).toBe(false);
    await (await openPostgresReads({ url, schema })).close();
    expect(await schemaIsThere(url, schema)).toBe(true);
    await expect(schemaIsThere('postgres://a:secret@127.0.0.1:1/b', schema)).rejects.toMatchObject({
      code: 'unreachable',
    });
  });

  it('on a schema of a newer version', async () => {
    for (const store of open) {
      const schema = newSchema();
      await (await store(url, schema)).close();
      await administer(url, `INSERT INTO ${schema}.schema_version (version) VALUES (99)`);
      const error = await store(url, schema).catch((e: unknown) => e);
      expect(error).toMatchObject({ name: 'StoreRefused', code: 'newer-version' });
      expect((error as Error).message).toContain('version 99');
    }
  });

  it('with another master key, and knows that from damage', async () => {
    const schema = newSchema();
    const keys = await openPostgresKeys({ url, schema, masterKey });
    await keys.ensureKey('dossier-1');
    await keys.close();
    const other = openPostgresKeys({ url, schema, masterKey: randomBytes(32) });
    await expect(other).rejects.toMatchObject({ code: 'wrong-master-key' });
    await administer(url, `UPDATE ${schema}.keys SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)`);
    const error = await openPostgresKeys({ url, schema, masterKey }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'damaged' });
    expect((error as Error).message).toContain('dossier-1');
  });

  it('for reading only where there is nothing yet; and where there is, it writes nothing', async () => {
    const schema = newSchema();
    await expect(openPostgresReads({ url, schema, readOnly: true })).rejects.toMatchObject({ code: 'unsuitable' });
    const writer = await openPostgresReads({ url, schema });
    await writer.save(SOURCE, [change({ rows: [row('a')] })]);
    const reader = await openPostgresReads({ url, schema, readOnly: true });
    expect(await reader.position('board', 1)).toBe(1);
    await expect(reader.save(SOURCE, [change({ from: 1, to: 2 })])).rejects.toBeInstanceOf(TypeError);
    await Promise.all([writer.close(), reader.close()]);
  });
});

onService('postgres', 'Keys', (url) => {
  it('are bound to the log they were first opened beside, follow it to another id, and are refused beside any other', async () => {
    const keys = { url, schema: newSchema(), masterKey };
    const beside = (...ids: string[]) =>
      openPostgresKeys({ ...keys, log: { ids, holds: () => Promise.resolve(true) } });
    const founding = { ids: ['first'], holds: () => Promise.resolve(false) };
    await (await openPostgresKeys({ ...keys, log: founding })).close();
    const other = { name: 'StoreRefused', code: 'foreign', message: expect.stringContaining('another log') };
    await expect(beside('other')).rejects.toMatchObject(other);
    await (await beside('first')).close();
    await (await beside('first', 'second')).close();
    await expect(beside('first')).rejects.toMatchObject(other);
    await expect(openPostgresKeys({ ...keys, readOnly: true, log: { ...founding } })).rejects.toMatchObject(other);
    await (await beside('first', 'second', 'third')).close();
  });
});

onService('postgres', 'A schema of an older version', (url) => {
  /** Rows as the program left them that knew only the first of the migrations. */
  async function older(schema: string): Promise<void> {
    const { migrations, ...rest } = readsSchema(schema);
    expect(migrations.length).toBeGreaterThan(1);
    const postgres = new Postgres(addressOf(url), { application: 'an older program', size: 1 });
    await migrate(postgres, { ...rest, migrations: migrations.slice(0, 1) }, false);
    const saving = { tables: tablesOf(schema), source: SOURCE, edition: undefined, said: 'it' };
    await postgres.transaction((ask) => saveChanges(ask, saving, [change({ rows: [row('a', '{"old":true}')] })]));
    await postgres.close();
  }

  it('is brought on with its rows, once, by however many that start at once', async () => {
    const schema = newSchema();
    await older(schema);
    await expect(openPostgresReads({ url, schema, readOnly: true })).rejects.toMatchObject({
      code: 'unsuitable',
      message: expect.stringContaining('not there in this version yet'),
    });
    const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgresReads({ url, schema })));
    expect(await stores[0]?.position('board', 1)).toBe(1);
    expect(await stores[0]?.source()).toBe(SOURCE);
    expect(await stores[0]?.list('board', 1)).toEqual([row('a', '{"old":true}')]);
    await stores[1]?.save(SOURCE, [change({ from: 1, to: 2, rows: [row('b')] })]);
    const versions = await administer<{ version: number }>(
      url,
      `SELECT version FROM ${schema}.schema_version ORDER BY 1`,
    );
    expect(versions.map(({ version }) => version)).toEqual(readsSchema(schema).migrations.map((_, index) => index + 1));
    expect(await administer(url, `SELECT * FROM ${schema}_bi.units`)).toEqual([]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('is left as it was where a step fails', async () => {
    const schema = newSchema();
    await older(schema);
    await administer(url, `CREATE VIEW ${schema}.live_rows AS SELECT 1 AS in_the_way`);
    await expect(openPostgresReads({ url, schema })).rejects.toThrow(/live_rows/);
    await administer(url, `DROP VIEW ${schema}.live_rows`);
    const reads = await openPostgresReads({ url, schema });
    expect(await reads.list('board', 1)).toEqual([row('a', '{"old":true}')]);
    await reads.close();
  });
});

onService('postgres', 'Several processes on one PostgreSQL', (url) => {
  it('may all start at once on nothing', async () => {
    const schema = newSchema();
    const reads = await Promise.all(Array.from({ length: 6 }, () => openPostgresReads({ url, schema })));
    const keys = await Promise.all(
      Array.from({ length: 6 }, () => openPostgresKeys({ url, schema: `${schema}_keys`, masterKey })),
    );
    const versions = await administer<{ n: number }>(url, `SELECT count(*)::int AS n FROM ${schema}.schema_version`);
    expect((await reads[0]?.editions())?.all).toHaveLength(1);
    expect(versions[0]?.n).toBeGreaterThanOrEqual(1);
    const peppers = await Promise.all(keys.map((store) => store.pepper()));
    expect(new Set(peppers.map((pepper) => Buffer.from(pepper).toString('hex'))).size).toBe(1);
    await Promise.all([...reads, ...keys].map((store) => store.close()));
  });

  it('do not let a projector write that stood still while another went on', async () => {
    const schema = newSchema();
    const [paused, other] = [await openPostgresReads({ url, schema }), await openPostgresReads({ url, schema })];
    await paused.save(SOURCE, [change({ rows: [row('a', '"early"')] })]);
    const late = change({ from: await paused.position('board', 1), to: 2, rows: [row('a', '"late"')] });
    await other.save(SOURCE, [change({ from: 1, to: 3, rows: [row('a', '"newest"')] })]);
    await expect(paused.save(SOURCE, [late])).rejects.toBeInstanceOf(ProjectionFenced);
    expect((await other.get('board', 1, 'a'))?.json).toBe('"newest"');
    await Promise.all([paused.close(), other.close()]);
  });

  it('let one win every step, however many try', async () => {
    const schema = newSchema();
    const stores = await Promise.all(Array.from({ length: 3 }, () => openPostgresReads({ url, schema })));
    let fenced = 0;
    const project = async (of: number): Promise<void> => {
      const store = stores[of];
      for (
        let at = await store?.position('board', 1);
        at !== undefined && at < 20;
        at = await store?.position('board', 1)
      ) {
        const step = change({ from: at, to: at + 1, rows: [row(`step-${at}`, String(of))] });
        await store?.save(SOURCE, [step]).catch((error: unknown) => {
          if (!(error instanceof ProjectionFenced)) throw error;
          fenced += 1;
        });
      }
    };
    await Promise.all([project(0), project(1), project(2)]);
    expect(await stores[0]?.position('board', 1)).toBe(20);
    expect(await stores[0]?.list('board', 1)).toHaveLength(20);
    expect(fenced).toBeGreaterThan(0);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('see that a key was destroyed by another', async () => {
    const schema = newSchema();
    const [one, other] = await Promise.all([
      openPostgresKeys({ url, schema, masterKey }),
      openPostgresKeys({ url, schema, masterKey }),
    ]);
    const key = await one.ensureKey('dossier-1');
    expect(await other.findKey('dossier-1')).toEqual(key);
    await one.destroy('dossier-1');
    expect(await other.findKey('dossier-1')).toBeUndefined();
    await Promise.all([one.close(), other.close()]);
  });

  it('leave young keys out of the sweep, also old ones that are asked for again', async () => {
    const schema = newSchema();
    const keys = await openPostgresKeys({ url, schema, masterKey });
    for (const stream of ['dossier-1', 'dossier-2', 'dossier-3']) await keys.ensureKey(stream);
    expect(await keys.streams()).toEqual([]);
    await administer(
      url,
      `UPDATE ${schema}.keys SET asked_at = asked_at - interval '61 minutes' WHERE stream <> 'dossier-3'`,
    );
    expect(await keys.streams()).toEqual(['dossier-1', 'dossier-2']);
    await keys.ensureKey('dossier-2');
    expect(await keys.streams()).toEqual(['dossier-1']);
    await keys.close();
  });

  it('work on one person in turn, on several at once', async () => {
    const schema = newSchema();
    const stores = await Promise.all(Array.from({ length: 3 }, () => openPostgresKeys({ url, schema, masterKey })));
    const blind = Uint8Array.of(7);
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await stores[0]?.findClaim(blind);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 12 }, (_, i) => stores[i % 3]?.inTurn(blind, work)));
    expect(most).toBe(1);
    await expect(stores[0]?.inTurn(blind, () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(await stores[1]?.inTurn(blind, () => Promise.resolve('next'))).toBe('next');
    // One person's turn does not wait for another's: this would never end otherwise.
    const nested = stores[0]?.inTurn(
      blind,
      () => stores[1]?.inTurn(Uint8Array.of(8), async () => 'both') as Promise<string>,
    );
    expect(await nested).toBe('both');
    await Promise.all(stores.map((store) => store.close()));
  });
});

onService('postgres', 'An address that brings options of its own', (url) => {
  it('has them, but not in the place of what a store needs: a key is on the disk when it is confirmed', async () => {
    const given = new URL(url);
    given.searchParams.set('options', '-c synchronous_commit=off -c work_mem=7MB');
    const session = { synchronous_commit: 'on' };
    const postgres = new Postgres(addressOf(given.href), { application: 'options', size: 1, session });
    const text = `SELECT current_setting('synchronous_commit') AS commit, current_setting('work_mem') AS memory,
      current_setting('lock_timeout') AS lock`;
    expect((await postgres.ask({ text })).rows).toEqual([{ commit: 'on', memory: '7MB', lock: '10s' }]);
    await postgres.close();
  });
});

onService('postgres', 'Rows in PostgreSQL', (url) => {
  it('lists a partition by its index, without looking at other rows', async () => {
    const schema = newSchema();
    const reads = await openPostgresReads({ url, schema });
    const rows = Array.from({ length: 2000 }, (_, i) => row(`key-${i}`, '{}', `unit-${i % 100}`));
    await reads.save(SOURCE, [change({ rows })]);
    const plan = await administer<{ 'QUERY PLAN': string }>(
      url,
      `ANALYZE ${schema}.rows`,
      `EXPLAIN SELECT key FROM ${schema}.rows WHERE edition = (SELECT edition FROM ${schema}.live)
       AND view = 'board' AND version = 1 AND partition = 'unit-7' ORDER BY key`,
    );
    const said = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(said).toMatch(/Index.* (using|on) rows_by_partition/);
    expect(said).not.toMatch(/Seq Scan on rows/);
    await reads.close();
  });
});

onService('postgres', 'A PostgreSQL that is stopped and started again', () => {
  let server: PostgresService;
  beforeAll(async () => {
    const started = await startPostgres({ own: true });
    if ('missing' in started) throw new Error(started.missing);
    server = started;
  }, 60_000);
  afterAll(() => server.stop());

  it.each(['stop', 'kill'] as const)(
    'is unavailable meanwhile and goes on without a new store (%s)',
    async (how) => {
      const { url } = server;
      const schema = newSchema();
      const reads = await openPostgresReads({ url, schema });
      const keys = await openPostgresKeys({ url, schema: `${schema}_keys`, masterKey });
      await reads.save(SOURCE, [change({ rows: [row('a')] })]);
      const key = await keys.ensureKey('dossier-1');
      await keys.claim(Uint8Array.of(1), 'dossier-1', 'p1');
      await server.restart?.(how, async () => {
        await expect(reads.position('board', 1)).rejects.toBeInstanceOf(StoreUnavailable);
        await expect(reads.save(SOURCE, [change({ from: 1, to: 2 })])).rejects.toBeInstanceOf(StoreUnavailable);
        await expect(keys.findKey('dossier-1')).rejects.toBeInstanceOf(StoreUnavailable);
        await expect(keys.ensureKey('dossier-2')).rejects.toBeInstanceOf(StoreUnavailable);
        await expect(keys.moveClaim(Uint8Array.of(1), 'dossier-1', 'dossier-2')).rejects.toBeInstanceOf(
          StoreUnavailable,
        );
        await expect(keys.inTurn(Uint8Array.of(1), () => Promise.resolve(1))).rejects.toBeInstanceOf(StoreUnavailable);
      });
      // Keys are durable; rows may have gone back with their position, and are then read again.
      expect(await keys.findKey('dossier-1')).toEqual(key);
      expect(await keys.moveClaim(Uint8Array.of(1), 'dossier-1', 'dossier-2')).toBe(true);
      expect(await keys.inTurn(Uint8Array.of(1), () => Promise.resolve(1))).toBe(1);
      const from = await reads.position('board', 1);
      await reads.save(SOURCE, [change({ from, to: from + 1, rows: [row('b')] })]);
      expect(await reads.position('board', 1)).toBe(from + 1);
      await Promise.all([reads.close(), keys.close()]);
    },
    60_000,
  );
});

onService('postgres', 'Rows in a PostgreSQL that crashes before what it confirmed is on its disk', () => {
  let server: PostgresService;
  beforeAll(async () => {
    // It puts nothing on the disk by itself for so long, so that a crash takes back whatever did not wait for it.
    const started = await startPostgres({ own: true, config: { wal_writer_delay: '10s', autovacuum: 'off' } });
    if ('missing' in started) throw new Error(started.missing);
    server = started;
  }, 60_000);
  afterAll(() => server.stop());

  it('go back with their position, by which whoever saved them is fenced; a release, which leaves it, does not', async () => {
    const reads = await openPostgresReads({ url: server.url, schema: newSchema() });
    await reads.save(SOURCE, [change({ applied: [{ stream: 'a', revision: 0 }], held: [hold('a', 1)] })]);
    await administer(server.url, 'CHECKPOINT');
    const applied = [{ stream: 'a', revision: 1 }];
    await reads.save(SOURCE, [change({ from: 1, to: 1, applied, released: ['a'], rows: [row('a')] })]);
    await reads.save(SOURCE, [change({ from: 1, to: 2, rows: [row('b')] })]);
    await server.restart?.('kill', () => Promise.resolve());
    expect(await reads.held('board', 1)).toEqual([]);
    expect(await reads.get('board', 1, 'a')).toEqual(row('a'));
    expect([await reads.position('board', 1), await reads.get('board', 1, 'b')]).toEqual([1, undefined]);
    await expect(reads.save(SOURCE, [change({ from: 2, to: 3 })])).rejects.toThrow(ProjectionFenced);
    await reads.close();
  }, 60_000);
});
