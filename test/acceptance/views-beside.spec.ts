import { memoryEvents, memoryReads } from '@dossier/adapters';
import { Operations, Projections, Rebuild, type ProjectionsOptions, type Released } from '@dossier/engine';
import { ProjectionFenced, type EventStore, type ReadStore, type ViewChange } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { append, count, counting, failing } from '../support/counting';

const VIEW = counting as View;
const clock = { now: () => '2023-05-04T03:00:00.000Z' };
let events: EventStore;
let rows: ReadStore;
const started: Projections[] = [];

beforeEach(() => {
  [events, rows] = [memoryEvents(), memoryReads()];
});
afterEach(async () => {
  jest.useRealTimers();
  for (const each of started.splice(0)) await each.stop();
});

async function written(times: number, ...streams: string[]): Promise<void> {
  for (let time = 0; time < times; time += 1)
    for (const stream of streams) await append(events, stream, (await events.readStream(stream)).length);
}

/** The same rows, with some of what is asked of them, also of one edition, done otherwise. */
function otherwise(reads: ReadStore, other: (own: ReadStore) => Partial<ReadStore>): ReadStore {
  return Object.assign(Object.create(reads) as ReadStore, {
    edition: (edition: number) => otherwise(reads.edition(edition), other),
    ...other(reads),
  });
}

/** A process: what it has of the engine, on rows that others use as well. */
function process(reads: ReadStore = rows, view = VIEW, more: ProjectionsOptions = {}) {
  const projections = new Projections(events, reads, [view], { batch: 7, buildingBatch: 11, clock, ...more });
  const rebuild = new Rebuild(events, reads, [view], projections, clock);
  started.push(projections);
  return { projections, rebuild };
}

const asking = (reads: ReadStore = rows) => process(reads, VIEW, { readOnly: true });

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('an API that leaves the views to others', () => {
  it('saves nothing, whatever it is asked to do with editions, and sees what the others have done', async () => {
    const saved: (readonly ViewChange[])[] = [];
    let looked = 0;
    const api = asking(
      otherwise(rows, (own) => ({
        save: async (source, changes) => (saved.push(changes), own.save(source, changes)),
        editions: async () => ((looked += 1), own.editions()),
      })),
    );
    const worker = process();
    await written(20, 'a', 'b');
    api.projections.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(looked).toBe(0);
    const edition = await api.rebuild.begin();
    await api.rebuild.pause();
    await api.rebuild.resume();
    await api.projections.look();
    expect(api.projections.fault(edition)).toBeUndefined();
    await expect(api.projections.release()).rejects.toMatchObject({ code: 'held' });
    // Had it taken the editions up, it would have begun to move them by now.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(await rows.edition(edition).position('counting', 1)).toBe(0);

    await worker.projections.catchUp();
    await worker.projections.reach(edition, await events.head());
    const { from } = await api.rebuild.switch();
    api.projections.wake();
    expect((await rows.editions()).live).toBe(edition);
    expect(await api.rebuild.rollback()).toMatchObject({ from: edition, to: from });
    expect(saved).toEqual([]);
  });

  /** Rows of which nobody can say that both editions are level, counting how often it was tried. */
  function neverLevel(until = Infinity): { reads: ReadStore; tries: () => number } {
    let tries = 0;
    const reads = otherwise(rows, (own) => ({
      switch: async (from, to) => {
        tries += 1;
        if (tries < until) throw new ProjectionFenced('counting', 2, 1);
        return own.switch(from, to);
      },
    }));
    return { reads, tries: () => tries };
  }

  async function twoLevelEditions(): Promise<number> {
    const worker = process();
    await written(3, 'a');
    await worker.projections.catchUp();
    const edition = await worker.rebuild.begin();
    await worker.projections.reach(edition, await events.head());
    await worker.projections.stop();
    return edition;
  }

  it('tries a switch six hundred times in fifteen seconds while the editions are not level, and then says so', async () => {
    await twoLevelEditions();
    const { reads, tries } = neverLevel();
    const api = asking(reads);
    jest.useFakeTimers();
    const switching = api.rebuild.switch().catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(await switching).toMatchObject({ name: 'RebuildRefused', code: 'busy' });
    expect(tries()).toBe(600);
  });

  it('switches in the first moment in which they are', async () => {
    const edition = await twoLevelEditions();
    const { reads, tries } = neverLevel(40);
    expect(await asking(reads).rebuild.switch()).toMatchObject({ to: edition });
    expect(tries()).toBe(40);
  });

  it('tries less often where the process moves the views itself, for it brings them level first', async () => {
    await twoLevelEditions();
    const { reads, tries } = neverLevel();
    await expect(process(reads).rebuild.switch()).rejects.toMatchObject({ code: 'busy' });
    expect(tries()).toBe(20);
  });
});

describe.each([
  ['an API that asks', () => asking()],
  ['a process that moves the views', () => process()],
])('a rebuild, through %s,', (_, another) => {
  beforeEach(() => written(20, 'a', 'b'));

  it('is begun once, however many begin it at the same moment', async () => {
    const [one, two] = [another(), another()];
    const begun = await Promise.allSettled([one, two, one].map(({ rebuild }) => rebuild.begin()));
    const refused = begun.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    expect(refused).toMatchObject([{ code: 'under-way' }, { code: 'under-way' }]);
    expect((await rows.editions()).all).toHaveLength(2);
    await one.rebuild.cancel();
    await two.rebuild.begin();
  });

  it('is switched to once by two who ask at once; the other is told that it is live', async () => {
    const worker = process();
    await worker.projections.catchUp();
    const edition = await worker.rebuild.begin();
    await worker.projections.reach(edition, await events.head());
    const [one, two] = [another(), another()];
    const forced = { reason: 'both at once' };
    const switched = await Promise.allSettled([one.rebuild.switch(forced), two.rebuild.switch(forced)]);
    expect(switched.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(switched.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'live' } });
    expect((await rows.editions()).live).toBe(edition);
  });

  it('that is given up while it is switched to is not waited for', async () => {
    const edition = await another().rebuild.begin();
    const gone = otherwise(rows, (own) => ({
      switch: async (from, to) => {
        await own.discard(edition);
        return own.switch(from, to);
      },
    }));
    const { rebuild } = process(gone, VIEW, { readOnly: another().projections.looksOnly });
    await expect(rebuild.switch({ reason: 'to be lost' })).rejects.toMatchObject({ code: 'no-edition' });
  });

  it.each(['pause', 'resume'] as const)('that was switched to meanwhile is not said to %s', async (verb) => {
    const { projections } = another();
    const edition = await rows.begin(clock.now());
    const late = otherwise(rows, (own) => ({
      mark: async (marked, state) => {
        await own.discard(edition);
        return own.mark(marked, state);
      },
    }));
    const rebuild = new Rebuild(events, late, [VIEW], projections, clock);
    await expect(rebuild[verb]()).rejects.toMatchObject({ code: 'no-rebuild' });
  });

  it('that is paused before it is level is not compared: nobody would bring it there', async () => {
    const worker = process();
    await worker.projections.catchUp();
    await worker.projections.stop();
    const { rebuild } = another();
    await rows.mark(await rows.begin(clock.now()), 'paused');
    await expect(rebuild.compare()).rejects.toMatchObject({ code: 'no-rebuild' });
  });

  it('that is given up while it is compared ends the comparison, and the next one is compared for itself', async () => {
    const { rebuild, projections } = another();
    const worker = process();
    await worker.projections.catchUp();
    await worker.projections.stop();
    // It stands still, as one does that is much to build.
    const first = await rows.begin(clock.now());
    await rows.mark(first, 'paused');
    await projections.look();
    await rows.mark(first, 'building');
    const slow = otherwise(rows, () => ({}));
    const comparing = new Rebuild(
      events,
      slow,
      [VIEW],
      Object.assign(Object.create(projections) as Projections, {
        reach: async (edition: number, order: number) => {
          if (edition === first) await rows.discard(first);
          return projections.reach(edition, order);
        },
      }),
      clock,
    );
    await expect(comparing.compare()).rejects.toMatchObject({ code: 'no-edition' });
    const second = await rebuild.begin();
    const builder = process();
    await builder.projections.catchUp();
    await builder.projections.reach(second, await events.head());
    expect(await comparing.compare()).toMatchObject({ differences: [], unsettled: 0 });
  });
});

it('whoever waits for an edition that is given up meanwhile is not kept waiting', async () => {
  await written(50, 'a', 'b');
  const { projections, rebuild } = process(rows, VIEW, { buildingBatch: 1, rest: 5 });
  await projections.catchUp();
  const edition = await rebuild.begin();
  const reached = projections.reach(edition, await events.head());
  await rebuild.cancel();
  expect(await reached).toBe(false);
}, 10_000);

it('a look whose answer comes late does not take away what was begun meanwhile', async () => {
  await written(50, 'a', 'b');
  let [late, go] = [undefined as Promise<void> | undefined, (): void => undefined];
  const delayed = otherwise(rows, (own) => ({
    editions: async () => {
      const [found, waiting] = [await own.editions(), late];
      late = undefined;
      await waiting;
      return found;
    },
    // Each batch takes a while, so that the late answer comes in the middle of one.
    save: async (source, changes) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return own.save(source, changes);
    },
  }));
  const { projections } = process(delayed, VIEW, { buildingBatch: 1, rest: 0 });
  await projections.catchUp();
  late = new Promise((resolve) => (go = resolve));
  const early = projections.look();
  await until(() => late === undefined);
  const edition = await rows.begin(clock.now());
  const looks = [early, projections.look()];
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  go();
  await Promise.all(looks);
  await until(async () => (await rows.edition(edition).position('counting', 1)) === 100);
}, 10_000);

it('a process that ends waits for a look that a last command woke, and tells of no fault that comes of its end', async () => {
  await written(1, 'a');
  const faults: unknown[] = [];
  let [answer, asked] = [(): void => undefined, false];
  const slow = otherwise(rows, (own) => ({
    editions: async () => {
      await new Promise<void>((resolve) => ([answer, asked] = [resolve, true]));
      return own.editions();
    },
  }));
  const { projections } = process(slow, VIEW, { onFault: (error) => faults.push(error) });
  projections.wake();
  await until(() => asked);
  let ended = false;
  const ending = projections.stop().then(() => (ended = true));
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(ended).toBe(false);
  await rows.close();
  answer();
  await ending;
  expect(faults).toEqual([]);
});

describe('an operator', () => {
  const operations = (
    { projections, rebuild }: ReturnType<typeof process>,
    elsewhere: (stream: string | undefined) => Promise<void> = () => Promise.reject(new Error('nobody is asked')),
  ) => new Operations(events, rows, [VIEW], projections, rebuild, elsewhere);

  it('who compares twice at once has one comparison made for both', async () => {
    await written(10, 'a');
    await process().projections.catchUp();
    let read = 0;
    const log = Object.assign(Object.create(events) as EventStore, {
      readAll: (after: number, limit: number) => ((read += 1), events.readAll(after, limit)),
    });
    const { projections, rebuild } = asking();
    const both = new Operations(log, rows, [VIEW], projections, rebuild, async () => undefined);
    await both.compare();
    const once = read;
    read = 0;
    const found = await Promise.all([both.compare(), both.compare(), both.compare()]);
    expect(read).toBe(once);
    expect(found.map(({ different }) => different)).toEqual([0, 0, 0]);
  });

  it('has a release done also where the queue was emptied in between', async () => {
    await written(2, 'bad', 'a');
    const old = process(rows, failing('bad') as View);
    await old.projections.catchUp();
    await old.projections.stop();
    let asked = 0;
    const mended = process();
    // What is asked first is lost; a queue drops what is asked while the same still waits in it.
    const elsewhere = async (stream: string | undefined): Promise<void> => {
      asked += 1;
      if (asked === 2) await mended.projections.release(stream);
    };
    expect(await operations(asking(), elsewhere).release('bad')).toEqual({ released: 1, held: 0 });
    expect(asked).toBe(2);
    expect(await count(rows, 'bad')).toBe(2);
  }, 20_000);

  it('puts nothing into the queue of what nobody holds, for it lies there in clear', async () => {
    await written(1, 'a');
    await process().projections.catchUp();
    expect(await operations(asking()).release('Lò Thị Thử')).toEqual<Released>({ released: 0, held: 0 });
    expect(await operations(asking()).release()).toEqual<Released>({ released: 0, held: 0 });
  });

  it('releases in the live edition while a rebuild runs beside it, and the rebuild goes on', async () => {
    await written(30, 'bad', 'a');
    const old = process(rows, failing('bad', 3) as View);
    await old.projections.catchUp();
    await old.projections.stop();
    const mended = process(rows, VIEW, { buildingBatch: 3, rest: 1 });
    const edition = await mended.rebuild.begin();
    await mended.projections.release();
    await mended.projections.reach(edition, await events.head());
    expect([await rows.held('counting', 1), await count(rows, 'bad')]).toEqual([[], 30]);
    expect(await mended.rebuild.compare()).toMatchObject({ differences: [], unsettled: 0 });
  });

  it('is told what a batch failed of without the words of a row', async () => {
    await written(2, 'a');
    const broken = otherwise(rows, () => ({
      getMany: async () => [{ key: 'a', partition: '', json: 'x Lò Thị Thử' }],
    }));
    const { projections } = process(broken, VIEW, { batch: 1 });
    await expect(projections.catchUp()).rejects.toThrow('Lò Thị Thử');
    expect(projections.fault()).toMatch(/^SyntaxError at libs\/engine\/projections\/row-cache\.ts:\d+:\d+$/);
  });
});
