import { rmSync } from 'node:fs';
import { SOURCE, change, row } from './view-changes';

import { at, openRows, refusalOf, sql, fillAll } from './sqlite-folder';

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
