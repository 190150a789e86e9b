import { Client } from 'pg';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { onService, startPostgres } from '../support/services';
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
