import { memoryEvents, memoryReads } from '@dossier/adapters';
import type { ReadStore } from '@dossier/kernel';
import { Following } from '../../libs/engine/projections/following';
import { Leading } from '../../libs/engine/projections/leading';
import { encoded } from '../contract/events.contract';

/** A promise that is kept by the test, when what it waits for has happened. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const append = (log: ReturnType<typeof memoryEvents>, stream: string) =>
  log.append([{ stream, expected: -1, events: [encoded(stream)] }]);

describe('of several processes one moves the views:', () => {
  const started: Leading[] = [];
  afterEach(async () => {
    for (const leading of started.splice(0)) await leading.stop();
  });
  const process = (log: ReturnType<typeof memoryEvents>, reads: ReadStore, holder: string) => {
    const woken = { times: 0 };
    const leading = new Leading(
      log,
      reads,
      { wake: () => void (woken.times += 1), look: async () => undefined },
      { holder, leaseMs: 90 },
    );
    started.push(leading);
    leading.start();
    return { leading, woken };
  };

  it('the second is not woken while the first leads, and takes over when it ends', async () => {
    const [log, reads] = [memoryEvents(), memoryReads()];
    const first = process(log, reads, 'first');
    await until(() => first.leading.leading());
    const second = process(log, reads, 'second');
    const before = first.woken.times;
    await append(log, 'dossier-1');
    await until(() => first.woken.times > before);
    expect(second.woken.times).toBe(0);
    await first.leading.stop();
    await until(() => second.leading.leading());
    expect(second.woken.times).toBeGreaterThan(0);
  });

  it('one that was paused past its lease finds that another has gone on', async () => {
    const [log, reads] = [memoryEvents(), memoryReads()];
    expect(await reads.lead('views', 'paused', 30)).toBe(true);
    const second = process(log, reads, 'second');
    await until(() => second.leading.leading());
    expect(await reads.lead('views', 'paused', 30)).toBe(false);
  });

  it('a store out of reach ends the lead, and it comes back with the store', async () => {
    const [log, reads] = [memoryEvents(), memoryReads()];
    let away = false;
    const failing: ReadStore = Object.assign(Object.create(reads) as ReadStore, {
      lead: (...asked: Parameters<ReadStore['lead']>) =>
        away ? Promise.reject(new Error('away')) : reads.lead(...asked),
    });
    const { leading } = process(log, failing, 'only');
    await until(() => leading.leading());
    away = true;
    await until(() => !leading.leading());
    away = false;
    await until(() => leading.leading());
  });
});

describe('a process that leaves the views to others', () => {
  it('tells what has newly become visible, each event once and none that is not', async () => {
    const log = memoryEvents();
    let position = 0;
    const told: [number, number[]][] = [];
    const following = new Following(log, { position: async () => position }, ({ order, events }) =>
      told.push([order, events.map((event) => event.order)]),
    );
    for (const stream of ['dossier-1', 'dossier-2', 'dossier-3', 'dossier-4']) await append(log, stream);
    position = 1;
    await following.look();
    position = 3;
    await Promise.all([following.look(), following.look()]);
    await following.look();
    position = 4;
    await following.look();
    expect(told).toEqual([
      [3, [2, 3]],
      [4, [4]],
    ]);
  });

  it('tells of all that has become visible, however much, and of what it could not read at the first look', async () => {
    const log = memoryEvents();
    let [away, position] = [true, 0];
    const failing = Object.assign(Object.create(log) as typeof log, {
      readAll: (...asked: Parameters<typeof log.readAll>) =>
        away ? Promise.reject(new Error('away')) : log.readAll(...asked),
    });
    const told: number[] = [];
    const following = new Following(failing, { position: async () => position }, ({ events }) =>
      told.push(...events.map(({ order }) => order)),
    );
    await following.look();
    for (position = 0; position < 2500; position += 1) await append(log, `dossier-${position}`);
    await following.look();
    away = false;
    await following.look();
    expect(told).toEqual(Array.from({ length: 2500 }, (_, index) => index + 1));
  });

  it('goes on after a look that failed', async () => {
    const log = memoryEvents();
    const faults: unknown[] = [];
    let away = false;
    const told: number[] = [];
    let position = 0;
    const positioned = { position: () => (away ? Promise.reject(new Error('away')) : Promise.resolve(position)) };
    const following = new Following(
      log,
      positioned,
      ({ order }) => told.push(order),
      (error) => faults.push(error),
    );
    await following.look();
    away = true;
    await following.look();
    away = false;
    await append(log, 'dossier-1');
    position = 1;
    await following.look();
    expect(faults).toHaveLength(1);
    expect(told).toEqual([1]);
  });
});
