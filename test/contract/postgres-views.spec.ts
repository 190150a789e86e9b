import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgresReads, openSqliteEvents } from '@dossier/adapters';
import { Projector } from '@dossier/engine';
import type { ReadStore } from '@dossier/kernel';
import { boardOf, quotaBoard, treeAt, VIEWS, type BoardRow, type UnitRow } from '@dossier/views';
import { Client } from 'pg';
import { loadExample, newFolder, ROOT } from '../support/district';
import { onService } from '../support/services';

/** 'view.column' of every line of the tables under a heading that names a view. */
function documentedColumns(): readonly string[] {
  const text = readFileSync(join(ROOT, 'docs', 'SQL-VIEWS.md'), 'utf8');
  return text
    .split(/^## bi\./m)
    .slice(1)
    .flatMap((section) => {
      const view = section.slice(0, section.indexOf('\n')).trim();
      return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, column]) => `${view}.${column}`);
    });
}

onService('postgres', 'The SQL views for evaluations', (url) => {
  const schema = `bi_${randomBytes(6).toString('hex')}`;
  const bi = `${schema}_bi`;
  const reader = `${schema}_reader`;
  const config = newFolder({ synchronous: 'NORMAL' });
  let reads: ReadStore;
  let rows: readonly BoardRow[];
  let client: Client;

  /** Asks as a role that may read the views and nothing else. */
  async function ask<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await client.query<R>(text, values)).rows;
  }

  beforeAll(async () => {
    await loadExample(config);
    const events = openSqliteEvents({ file: join(config.folder, 'events.db'), readOnly: true });
    reads = await openPostgresReads({ url, schema });
    await new Projector(events, reads, VIEWS).catchUp();
    await events.close();
    rows = (await reads.list(quotaBoard.name, quotaBoard.version)).map(({ json }) => JSON.parse(json) as BoardRow);
    client = new Client({ connectionString: url });
    await client.connect();
    for (const text of [
      `CREATE ROLE ${reader}`,
      `GRANT USAGE ON SCHEMA ${bi} TO ${reader}`,
      `GRANT SELECT ON ALL TABLES IN SCHEMA ${bi} TO ${reader}`,
      `SET ROLE ${reader}`,
    ]) {
      await client.query(text);
    }
  }, 240_000);
  afterAll(async () => {
    await client.query('RESET ROLE');
    await client.query(`DROP OWNED BY ${reader}`);
    await client.query(`DROP ROLE ${reader}`);
    await client.end();
    await reads.close();
    config.remove();
  });

  it.each([
    ['2023-09-30', '2023-09-30'],
    ['2023-09-30', '2023-10-05'],
    ['2023-06-30', '2026-01-01'],
    ['2023-12-31', '2026-01-01'],
  ])('show the board’s own figures of %s as known on %s', async (on, knownAt) => {
    const asked = await ask<{ organisation: string; target: number; admitted: number; percent: string | null }>(
      `SELECT organisation, target, admitted, percent::text FROM ${bi}.quotas_as_of($1, $2)
       WHERE period_from = '2023-01-01' AND period_to = '2023-12-31' ORDER BY organisation COLLATE "C"`,
      [on, knownAt],
    );
    const board = boardOf(rows, { organisation: 'nn', year: 2023, on, knownAt, fewMembers: 5 });
    const lines = [board?.total, ...(board?.units ?? [])].flatMap((line) =>
      line && line.year.target !== null
        ? [
            {
              organisation: line.organisation,
              target: line.year.target,
              admitted: line.year.admitted,
              percent: line.year.percent,
            },
          ]
        : [],
    );
    expect(lines.length).toBeGreaterThan(5);
    expect(asked).toEqual(lines.sort((a, b) => (a.organisation < b.organisation ? -1 : 1)));
  });

  it('break those who count down as the board does', async () => {
    const [on, knownAt] = ['2023-09-30', '2026-01-01'];
    const board = boardOf(rows, { organisation: 'nn', year: 2023, on, knownAt, fewMembers: 5 });
    const counts = async (column: string) => {
      const groups = await ask<{ group: string; count: number }>(
        `SELECT ${column}::text AS group, count(*)::int AS count FROM ${bi}.admissions_as_of($1, $2) a
         JOIN ${bi}.unit_paths_as_of($1, $2) p ON p.organisation = a.cell AND p.above = 'nn'
         WHERE counts_by = 'ceremony' AND counted_on BETWEEN '2023-01-01' AND $1 GROUP BY 1`,
        [on, knownAt],
      );
      return new Map(groups.map(({ group, count }) => [group, count]));
    };
    for (const [breakdown, column] of [
      ['age', 'age_band'],
      ['schooling', 'schooling'],
      ['sex', 'sex'],
      ['union', 'youth_or_trade_union'],
    ] as const) {
      const counted = await counts(column);
      const lines = board?.breakdowns[breakdown] ?? [];
      expect(lines.map(({ group, count }) => [group, count])).toEqual(
        lines.map(({ group }) => [group, counted.get(group) ?? 0]),
      );
    }
    for (const [group, column] of [
      ['ethnic-minority', 'minority'],
      ['local', 'local'],
      ['demobilised', 'demobilised'],
    ]) {
      const line = board?.breakdowns.also?.find((part) => part.group === group);
      expect((await counts(column ?? '')).get('true') ?? 0).toBe(line?.count);
    }
  });

  it('show the units and their members as the tree does', async () => {
    const on = '2023-09-30';
    const units = rows.flatMap((row): UnitRow[] => (row.kind === 'unit' ? [row.unit] : []));
    const [top] = treeAt(units, { on, knownAt: on });
    const [asked] = await ask<{ name: string; officials: number; children: number }>(
      `SELECT u.name, (SELECT sum(b.officials)::int FROM ${bi}.units_as_of($1, $1) b
         JOIN ${bi}.unit_paths_as_of($1, $1) p ON p.organisation = b.organisation WHERE p.above = u.organisation) AS officials,
         (SELECT count(*)::int FROM ${bi}.units_as_of($1, $1) c WHERE c.parent = u.organisation AND c.ended_on IS NULL) AS children
       FROM ${bi}.units_as_of($1, $1) u WHERE u.organisation = 'nn'`,
      [on],
    );
    expect(asked).toEqual({ name: top?.name, officials: top?.officials, children: top?.children.length });
  });

  it('list every dossier and every clock, and nobody’s identity or box', async () => {
    const cards = await reads.list('dossier-card', 3);
    const [dossiers] = await ask<{ n: number }>(`SELECT count(*)::int AS n FROM ${bi}.dossiers`);
    expect(dossiers?.n).toBe(cards.length);
    const states = cards.map(
      ({ json }) =>
        (JSON.parse(json) as { state: { person: string; deadlines: unknown[]; mentor?: { member: string } } }).state,
    );
    const [deadlines] = await ask<{ n: number }>(`SELECT count(*)::int AS n FROM ${bi}.deadlines`);
    expect(deadlines?.n).toBe(states.reduce((sum, { deadlines: clocks }) => sum + clocks.length, 0));
    const boxes = cards.flatMap(({ json }) => (JSON.parse(json) as { box: string | null }).box ?? []);
    expect(boxes.length).toBeGreaterThan(100);
    const secrets = new Set([
      ...boxes,
      ...states.map(({ person }) => person),
      ...states.flatMap(({ mentor }) => mentor?.member ?? []),
    ]);
    for (const view of ['admissions', 'quotas', 'dossiers', 'units', 'unit_paths', 'deadlines']) {
      const shown = await ask<Record<string, unknown>>(`SELECT * FROM ${bi}.${view}`);
      expect(shown.length).toBeGreaterThan(0);
      expect(shown.flatMap((row) => Object.values(row)).filter((value) => secrets.has(value as string))).toEqual([]);
    }
  });

  it('are all that their reader may see', async () => {
    await expect(ask(`SELECT * FROM ${schema}.rows`)).rejects.toMatchObject({ code: '42501' });
    await expect(ask(`SELECT * FROM ${schema}.live_rows`)).rejects.toMatchObject({ code: '42501' });
  });

  it('have the columns that docs/SQL-VIEWS.md promises, each of them written down', async () => {
    const columns = await ask<{ view: string; column: string }>(
      `SELECT table_name AS view, column_name AS column FROM information_schema.columns
       WHERE table_schema = $1 ORDER BY table_name, ordinal_position`,
      [bi],
    );
    const documented = documentedColumns();
    expect(columns.map(({ view, column }) => `${view}.${column}`).sort()).toEqual([...documented].sort());
  });

  it('leave out a character that text cannot hold', async () => {
    const json = JSON.stringify({ a: 'x\u0000y', b: '\\u0000' });
    await client.query('RESET ROLE');
    const [plain] = await ask<{ plain: object }>(`SELECT ${schema}.plain($1) AS plain`, [json]);
    await client.query(`SET ROLE ${reader}`);
    expect(plain?.plain).toEqual({ a: 'xy', b: '\\u0000' });
  });
});
