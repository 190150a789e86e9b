import { Client } from 'pg';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newPlace } from '../support/built';
import { ROOT } from '../support/root';
import { NOT_RUN, onService, REASONS, startPostgres, URLS } from '../support/services';
import { answers } from '../support/services/postgres';

async function show(url: string, setting: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, string>>(`SHOW ${setting}`);
  await client.end();
  return rows[0]?.[setting] ?? '';
}

onService('postgres', 'PostgreSQL of the tests', (url) => {
  it('answers, and waits for the disk', async () => {
    expect(await show(url, 'fsync')).toBe('on');
  });
});

onService('postgres', 'a PostgreSQL of a test’s own', () => {
  it('can be taken down and brought up again with its data, and leaves nothing behind', async () => {
    const server = await startPostgres({ own: true });
    if ('missing' in server || server.restart === undefined)
      throw new Error('no server of its own can be started here');
    const folder = await show(server.url, 'data_directory');
    expect(existsSync(folder)).toBe(true);
    await server.restart('kill', async () => expect(await answers(server.url)).toBe(false));
    expect(await show(server.url, 'data_directory')).toBe(folder);
    await server.stop();
    expect(await answers(server.url)).toBe(false);
    expect(existsSync(dirname(folder))).toBe(false);
  }, 60_000);
});

describe('a suite that needs a server', () => {
  const place = newPlace();
  afterAll(() => place.remove());

  /** Runs the sample in a Jest of its own, without the global setup: what that would have found is told by `env`. */
  function sample(env: NodeJS.ProcessEnv): { status: number | null; said: string; notRun: string } {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest's settings are no module of TypeScript
    const { projects } = require(join(ROOT, 'jest.config.cjs')) as { projects: Record<string, unknown>[] };
    const { transform, transformIgnorePatterns } = projects[0] ?? {};
    const folder = 'test/support/services';
    const testMatch = [`<rootDir>/${folder}/on-service.sample.ts`];
    const config = { rootDir: ROOT, roots: [`<rootDir>/${folder}`], testMatch, transform, transformIgnorePatterns };
    const { CI: _ci, [URLS.postgres]: _url, [REASONS.postgres]: _why, ...rest } = process.env;
    const notRun = place.in('not-run');
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), '--config', JSON.stringify(config)],
      { cwd: ROOT, encoding: 'utf8', env: { ...rest, [NOT_RUN]: notRun, ...env } },
    );
    return { status, said: stderr, notRun: existsSync(notRun) ? readFileSync(notRun, 'utf8') : '' };
  }
  const missing = { [REASONS.postgres]: 'it was turned off' };

  it('runs where there is one', () => {
    expect(sample({ CI: 'true', [URLS.postgres]: 'postgres://x@127.0.0.1:1/x' })).toMatchObject({
      status: 0,
      notRun: '',
    });
  });

  it('is named as not run where there is none, with the reason, and fails nothing', () => {
    const { status, said, notRun } = sample(missing);
    expect(notRun).toBe('not run: a suite on PostgreSQL (no PostgreSQL: it was turned off)\n');
    expect([status, said]).toEqual([0, expect.stringContaining('1 skipped')]);
  });

  it('fails where there is none and CI=true', () => {
    const { status, said } = sample({ ...missing, CI: 'true' });
    expect(said).toContain('no PostgreSQL: it was turned off');
    expect([status, said]).toEqual([1, expect.stringContaining('1 failed')]);
  });
});
