import { spawnSync } from 'node:child_process';
import { Projector } from '@dossier/engine';
import type { EventStore, ReadStore } from '@dossier/kernel';
import { built } from '../support/built';
import { append, count, counting } from '../support/counting';
import { MADE_STORES, type MadeStores } from '../support/scale';

describe.each(MADE_STORES)('a projector of views %s', (_, open) => {
  let stores: MadeStores;
  let events: EventStore;
  let reads: ReadStore;
  beforeEach(async () => {
    stores = await open();
    ({ events, reads } = stores);
  });
  afterEach(() => stores.close());

  it('moves a view in batches to the head of the log, from where it stood', async () => {
    for (let revision = 0; revision < 25; revision += 1) await append(events, 'a', revision);
    expect(await new Projector(events, reads, [counting], { batch: 10 }).catchUp()).toBe(await events.head());
    expect(await count(reads, 'a')).toBe(25);
    await append(events, 'a', 25);
    await new Projector(events, reads, [counting], { batch: 10 }).catchUp();
    expect(await count(reads, 'a')).toBe(26);
  });

  it('tries again by itself after a failure that passes', async () => {
    let failures = 1;
    const failing = new Proxy(reads, {
      get(target, member: keyof ReadStore) {
        if (member === 'save' && failures > 0) {
          failures -= 1;
          return () => Promise.reject(new Error('disk full'));
        }
        const value = target[member];
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await append(events, 'a', 0);
    const projector = new Projector(events, failing, [counting]);
    projector.wake();
    expect(await projector.waitFor(await events.head(), 5000)).toBe(true);
    expect(await count(reads, 'a')).toBe(1);
    expect(projector.fault()).toBeUndefined();
    await projector.stop();
  });

  it('does not go on from rows that stand further than the log, which was put back from a backup', async () => {
    await append(events, 'a', 0);
    const head = await events.head();
    for (const revision of [1, 2]) await append(events, 'a', revision);
    await new Projector(events, reads, [counting]).catchUp();
    const restored: EventStore = Object.assign(Object.create(events) as EventStore, {
      head: () => Promise.resolve(head),
      readAll: async (after: number, limit: number) =>
        (await events.readAll(after, limit)).filter(({ order }) => order <= head),
    });
    const projector = new Projector(restored, reads, [counting]);
    await expect(projector.catchUp()).rejects.toMatchObject({ name: 'StoreRefused', code: 'foreign' });
    expect(projector.fault()).toContain('further than the log');
    await projector.stop();
  });

  it('of two projectors on one view neither applies an event twice', async () => {
    for (let revision = 0; revision < 100; revision += 1) await append(events, 'a', revision);
    const two = [1, 2].map(() => new Projector(events, reads, [counting], { batch: 7 }));
    await Promise.all(two.map((projector) => projector.catchUp()));
    expect(await count(reads, 'a')).toBe(100);
    expect(await reads.missing('counting', 1)).toEqual([]);
  });
});

it('lets the process end when a commit wakes it after it was stopped', () => {
  // In a process of its own, and by a clock from outside: a projector that wakes itself for ever lets no timer run.
  const engine = JSON.stringify(built('libs/engine/index.js'));
  const script = `
    const { Projector } = require(${engine});
    const projector = new Projector({}, {}, []);
    projector.stop().then(() => projector.wake()).then(() => setTimeout(() => console.log('ended'), 1));`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 20_000 });
  expect(stdout).toBe('ended\n');
});
