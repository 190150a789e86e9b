import { openSqliteEvents } from '@dossier/adapters';
import { parseStored } from '@dossier/engine';
import { VIEWS, type Seen } from '@dossier/views';
import { loadExample, newFolder } from '../support/district';

const config = newFolder();
beforeAll(() => loadExample(config), 120_000);
afterAll(() => config.remove());

it('no row of a view is touched by two streams of the example: what holds one back touches no other', async () => {
  const events = openSqliteEvents({ file: `${config.folder}/events.db`, readOnly: true });
  const seen = (await events.readAll(0, 1_000_000)).map((stored) => parseStored(stored) as unknown as Seen);
  await events.close();
  for (const view of VIEWS) {
    const streams = new Map<string, Set<string>>();
    for (const event of seen) {
      for (const key of view.touches(event)) streams.set(key, (streams.get(key) ?? new Set()).add(event.stream));
    }
    expect(streams.size).toBeGreaterThan(10);
    expect([...streams].filter(([, by]) => by.size > 1)).toEqual([]);
  }
}, 60_000);
