import { spawnSync } from 'node:child_process';
import { memoryEvents, memoryReads } from '@dossier/adapters';
import { Projector } from '@dossier/engine';
import type { EventStore, ReadStore } from '@dossier/kernel';
import { canonicalJson, leafHash } from '@dossier/ledger';
import type { View } from '@dossier/views';
import { sha256 } from '../../libs/engine/sealing/codec';
import { built } from '../support/built';

/** Counts events by stream; of the stream 'bad' it wants nothing to do. */
const counting: View<{ count: number }> = {
  name: 'counting',
  version: 1,
  touches: ({ stream }) => [stream],
  apply(row, { stream }) {
    if (stream === 'bad') throw new TypeError('no such thing');
    return { count: (row?.count ?? 0) + 1 };
  },
  partition: () => '',
};

async function append(events: EventStore, stream: string, revision: number): Promise<void> {
  const bytes = Buffer.from(canonicalJson({ stream, revision, type: 'Happened', data: {}, meta: {} }));
  await events.append([{ stream, expected: revision - 1, events: [{ bytes, leaf: leafHash(sha256, bytes) }] }]);
}

async function count(reads: ReadStore, stream: string): Promise<number | undefined> {
  const row = await reads.get('counting', 1, stream);
  return row && (JSON.parse(row.json) as { count: number }).count;
}

it('moves a view in batches to the head of the log, from where it stood', async () => {
  const [events, reads] = [memoryEvents(), memoryReads()];
  for (let revision = 0; revision < 25; revision += 1) await append(events, 'a', revision);
  expect(await new Projector(events, reads, [counting], { batch: 10 }).catchUp()).toBe(25);
  await append(events, 'a', 25);
  await new Projector(events, reads, [counting], { batch: 10 }).catchUp();
  expect(await count(reads, 'a')).toBe(26);
});

it('names the event a view cannot apply, stands still there, and goes on once it can', async () => {
  const [events, reads] = [memoryEvents(), memoryReads()];
  const faults: unknown[] = [];
  const projector = new Projector(events, reads, [counting], { onFault: (fault) => faults.push(fault) });
  await append(events, 'a', 0);
  await projector.catchUp();
  await append(events, 'bad', 0);
  await expect(projector.catchUp()).rejects.toThrow('view counting cannot apply bad revision 0: no such thing');
  expect(projector.fault()).toContain('bad revision 0');
  expect(faults).toHaveLength(1);
  expect(await projector.position()).toBe(1);
  await projector.stop();
  const mended = { ...counting, apply: (row: { count: number } | undefined) => ({ count: (row?.count ?? 0) + 1 }) };
  await new Projector(events, reads, [mended]).catchUp();
  expect(await count(reads, 'bad')).toBe(1);
});

it('tries again by itself after a failure that passes', async () => {
  const [events, real] = [memoryEvents(), memoryReads()];
  let failures = 1;
  const reads = new Proxy(real, {
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
  const projector = new Projector(events, reads, [counting]);
  projector.wake();
  expect(await projector.waitFor(1, 5000)).toBe(true);
  expect(await count(real, 'a')).toBe(1);
  expect(projector.fault()).toBeUndefined();
  await projector.stop();
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

it('of two projectors on one view neither applies an event twice', async () => {
  const [events, reads] = [memoryEvents(), memoryReads()];
  for (let revision = 0; revision < 100; revision += 1) await append(events, 'a', revision);
  const two = [1, 2].map(() => new Projector(events, reads, [counting], { batch: 7 }));
  await Promise.all(two.map((projector) => projector.catchUp()));
  expect(await count(reads, 'a')).toBe(100);
  expect(await reads.missing('counting', 1)).toEqual([]);
});
