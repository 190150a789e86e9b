import { compareViews, Projections, Rebuild, type Progress, type ProjectionsOptions } from '@dossier/engine';
import type { Edition, EventStore, ReadStore } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { appendAll, count, counting, failing, rowsOf } from '../support/counting';
import { MADE_STORES, type MadeStores } from '../support/scale';

const STREAMS = ['a', 'b', 'c', 'd', 'e'];
/** So many that each of them rests for a while though others are written all the time, as dossiers do. */
const BUSY = Array.from({ length: 1000 }, (_, index) => `busy-${index}`);
/** Batches that outrun the writer also where each takes many questions to a server, and still several to what is there at first. */
const PACE = { batch: 100, buildingBatch: 100 };
/** Events in one step, each of another stream. */
const AT_ONCE = 5;
/** More than is ever written here. */
const MANY = 1_000_000;
const clock = { now: () => '2023-05-04T03:00:00.000Z' };

/** Does something and rests for twice as long as it took: on a slow machine nobody is outrun by whoever only writes or reads. */
async function unhurried(work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  await work();
  await new Promise((resolve) => setTimeout(resolve, 1 + 2 * (performance.now() - began)));
}

/** A log that takes its time where much is asked for at once, as what looks up events to tell of them does. */
function slowToTell(events: EventStore): EventStore {
  const readAll: EventStore['readAll'] = async (after, limit) => {
    const found = await events.readAll(after, limit);
    if (limit >= 5000) await new Promise((resolve) => setTimeout(resolve, 200));
    return found;
  };
  return Object.assign(Object.create(events) as EventStore, { readAll });
}

describe.each(MADE_STORES)('editions of rows %s', (_, open) => {
  let stores: MadeStores;
  let events: EventStore;
  let reads: ReadStore;
  const started: Projections[] = [];
  beforeEach(async () => {
    stores = await open();
    ({ events, reads } = stores);
  });
  afterEach(async () => {
    for (const each of started.splice(0)) await each.stop();
    await stores.close();
  });

  const revisions = new Map<string, number>();
  beforeEach(() => revisions.clear());
  /** How many events were written, and the order of the one that came as the so many-eth: orders are no counts. */
  const written = (): number => [...revisions.values()].reduce((sum, revision) => sum + revision + 1, 0);
  const orderOf = async (nth: number): Promise<number> => (await events.readAll(0, nth)).at(-1)?.order ?? 0;
  /** Writes so many events, to each stream in its turn. */
  async function write(times = 1, among = STREAMS): Promise<void> {
    for (let left = times; left > 0; left -= AT_ONCE) {
      const next = Array.from({ length: Math.min(left, AT_ONCE) }, (_unused, index) => {
        const stream = among[(written() + index) % among.length] ?? '';
        return { stream, revision: (revisions.get(stream) ?? -1) + 1 };
      });
      await appendAll(events, next);
      for (const { stream, revision } of next) revisions.set(stream, revision);
    }
  }

  /** What one process has of the engine. */
  function start(view: View = counting as View, more: ProjectionsOptions = {}) {
    const projections = new Projections(events, reads, [view], { batch: 7, buildingBatch: 11, clock, ...more });
    const rebuild = new Rebuild(events, reads, [view], projections, clock);
    projections.onMoved = (edition, order) => rebuild.moved(edition, order);
    started.push(projections);
    return { projections, rebuild };
  }

  const stateOf = async (edition: number): Promise<Edition['state'] | undefined> =>
    (await reads.editions()).all.find((each) => each.edition === edition)?.state;

  it('builds, compares, switches and goes back while a writer appends all the time, and misses nothing in either', async () => {
    await write(400, BUSY);
    const told: Progress[] = [];
    const { projections, rebuild } = start(counting as View, { ...PACE, onSaved: (progress) => told.push(progress) });
    await projections.catchUp();
    const first = (await reads.editions()).live;

    const twentyMore = async (): Promise<void> => {
      const before = written();
      while (written() < before + 20) await new Promise((resolve) => setTimeout(resolve, 1));
      await projections.waitFor(await events.head(), 5000);
    };
    const faults: string[] = [];
    let going = true;
    let seen = 0;
    const writer = (async () => {
      while (going) {
        await unhurried(async () => {
          await write(3, BUSY);
          projections.wake();
        });
      }
    })();
    const reader = (async () => {
      let [before, rows] = [0, 0];
      while (going) {
        await unhurried(async () => {
          const order = await events.head();
          if (!(await projections.waitFor(order, 5000))) faults.push(`not shown: ${order}`);
          const position = await reads.position('counting', 1);
          const listed = await reads.list('counting', 1);
          const shown = listed.reduce((sum, { json }) => sum + (JSON.parse(json) as { count: number }).count, 0);
          if (position < order) faults.push(`seen ${order}, answered ${position}`);
          const upTo = (await events.readAll(0, MANY)).filter((event) => event.order <= position).length;
          if (position < before || shown < rows || shown < upTo) faults.push(`older: ${position}, ${shown} rows`);
          [before, rows, seen] = [position, shown, seen + 1];
        });
      }
    })();

    const second = await rebuild.begin();
    const found = await rebuild.compare();
    expect(found).toMatchObject({ differences: [], unsettled: 0 });
    expect(await rebuild.switch()).toEqual({ from: first, to: second, forced: false });
    expect(await stateOf(first)).toBe('kept');
    await twentyMore();
    expect(await rebuild.rollback()).toEqual({ from: second, to: first, forced: false });
    expect(await rebuild.rollback()).toEqual({ from: first, to: second, forced: false });
    while (seen <= 3) await new Promise((resolve) => setTimeout(resolve, 1));
    going = false;
    await Promise.all([writer, reader]);
    await projections.catchUp();
    await projections.reach(first, await events.head());

    expect(faults).toEqual([]);
    for (const edition of [first, second]) {
      const bound = reads.edition(edition);
      expect((await compareViews(events, bound, [counting as View])).differences).toEqual([]);
      expect(await bound.missing('counting', 1)).toEqual([]);
      expect(await bound.position('counting', 1)).toBe(await events.head());
    }
    await projections.stop();
    const orders = told.flatMap((progress) => progress.events.map(({ order }) => order));
    expect(orders).toEqual((await events.readAll(0, MANY)).map(({ order }) => order));
  }, 180_000);

  it('tells of what it shows in the order of the log, also where a switch has to look up what that is', async () => {
    await write(20);
    const orders: number[] = [];
    events = slowToTell(events);
    const { projections, rebuild } = start(counting as View, {
      onSaved: (progress) => orders.push(...progress.events.map(({ order }) => order)),
    });
    await projections.catchUp();
    await projections.reach(await rebuild.begin(), await events.head());
    // Nobody wakes the live edition, so that the other is ahead of it when it takes its place.
    await write(10);
    await rebuild.switch({ reason: 'to see what is told' });
    await write(5);
    await projections.catchUp();
    await projections.stop();
    expect(orders).toEqual((await events.readAll(0, MANY)).map(({ order }) => order));
  }, 30_000);

  it('pauses, ends in the middle, and is gone on with by the next process', async () => {
    await write(300);
    const one = start(counting as View, { rest: 0 });
    await one.projections.catchUp();
    const edition = await one.rebuild.begin();
    await one.projections.reach(edition, await orderOf(11));
    await one.rebuild.pause();
    for (let turn = 0; turn < 60; turn += 1) {
      one.projections.wake();
      await one.projections.catchUp();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const stood = await reads.edition(edition).position('counting', 1);
    await one.projections.stop();
    expect(stood).toBeLessThan(await orderOf(300));
    expect(await stateOf(edition)).toBe('paused');

    const two = start();
    await write(20);
    await two.projections.catchUp();
    expect(await reads.edition(edition).position('counting', 1)).toBe(stood);
    expect(await two.rebuild.progress()).toMatchObject({
      edition,
      state: 'paused',
      done: stood,
      of: await events.head(),
      secondsLeft: null,
    });
    await two.rebuild.resume();
    await two.projections.reach(edition, await events.head());
    await two.rebuild.switch();
    expect((await reads.editions()).live).toBe(edition);
    expect((await compareViews(events, reads, [counting as View])).differences).toEqual([]);
  }, 30_000);

  it('says rate and estimate while it builds, and what it found once it is level', async () => {
    await write(400);
    const { projections, rebuild } = start(counting as View, { buildingBatch: 20, rest: 3 });
    await projections.catchUp();
    expect(await rebuild.progress()).toBeUndefined();
    const edition = await rebuild.begin();
    await projections.reach(edition, await orderOf(60));
    const head = await events.head();
    const middle = await rebuild.progress();
    expect(middle).toMatchObject({ edition, state: 'building', since: clock.now(), of: head, compared: null });
    expect(middle?.perSecond).toBeGreaterThan(0);
    expect(middle?.secondsLeft).toBeGreaterThan(0);
    await projections.reach(edition, head);
    let found = await rebuild.progress();
    while (found?.compared === null) {
      await new Promise((resolve) => setImmediate(resolve));
      found = await rebuild.progress();
    }
    expect(found).toMatchObject({ done: head, secondsLeft: 0, compared: { differences: 0, held: 0, unsettled: 0 } });
  }, 30_000);

  it('is not switched to while it differs or holds streams, unless it is forced with a reason', async () => {
    await write(40);
    const first = start();
    await first.projections.catchUp();
    await first.projections.stop();
    const { live } = await reads.editions();
    const head = await events.head();
    await reads.save(events.id, [
      {
        view: 'counting',
        version: 1,
        from: head,
        to: head,
        rows: [{ key: 'a', partition: '', json: '{}' }],
        applied: [],
        missing: [],
      },
    ]);
    const { rebuild } = start(failing('e'));
    const edition = await rebuild.begin();
    await expect(rebuild.switch()).rejects.toMatchObject({
      code: 'differs',
      message: expect.stringMatching(/1 differences, 1 held/),
    });
    await expect(rebuild.switch({ reason: ' ' })).rejects.toMatchObject({ code: 'no-reason' });
    expect((await reads.editions()).live).toBe(live);
    expect(await rebuild.switch({ reason: 'row a was damaged' })).toEqual({ from: live, to: edition, forced: true });
    expect(await count(reads, 'a')).toBe(8);
  }, 30_000);

  it('is given up, and nothing is written to it any more', async () => {
    await write(100);
    const { projections, rebuild } = start(counting as View, { rest: 5 });
    await projections.catchUp();
    const edition = await rebuild.begin();
    await expect(rebuild.begin()).rejects.toMatchObject({ code: 'under-way' });
    await projections.reach(edition, await orderOf(22));
    expect(await rebuild.cancel()).toBe(edition);
    await write(30);
    await projections.catchUp();
    expect(await stateOf(edition)).toBeUndefined();
    expect(await reads.edition(edition).position('counting', 1)).toBe(0);
    expect(await count(reads, 'a')).toBe(26);
    await expect(rebuild.pause()).rejects.toMatchObject({ code: 'no-rebuild' });
    await expect(rebuild.rollback()).rejects.toMatchObject({ code: 'no-former' });
    await expect(rebuild.discard((await reads.editions()).live)).rejects.toMatchObject({ code: 'live' });
  }, 30_000);

  it('is moved by two processes at once, one of which sees a switch only later, and counts everything once', async () => {
    await write(150);
    const [one, two] = [start(), start()];
    await Promise.all([one.projections.catchUp(), two.projections.catchUp()]);
    const { live } = await reads.editions();
    const edition = await one.rebuild.begin();
    for (let turn = 0; turn < 10; turn += 1) {
      await write(20);
      one.projections.wake();
      two.projections.wake();
      if (turn === 5) await one.rebuild.switch();
    }
    const head = await events.head();
    for (const { projections } of [one, two]) {
      await projections.catchUp();
      await projections.reach(live, head);
    }
    expect((await reads.editions()).live).toBe(edition);
    expect(await rowsOf(reads.edition(live))).toEqual(await rowsOf(reads.edition(edition)));
    expect((await compareViews(events, reads, [counting as View])).differences).toEqual([]);
    expect(await one.rebuild.discard()).toBe(live);
    await write(5);
    await Promise.all([one.projections.catchUp(), two.projections.catchUp()]);
    expect((await reads.editions()).all.map((each) => each.edition)).toEqual([edition]);
    expect(await reads.edition(live).list('counting', 1)).toEqual([]);
  }, 30_000);
});
