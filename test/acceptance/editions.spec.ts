import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryEvents, memoryReads, openSqliteReads } from '@dossier/adapters';
import { compareViews, Projections, Rebuild, type Progress, type ProjectionsOptions } from '@dossier/engine';
import type { Edition, EventStore, ReadStore } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { append, count, counting, failing, rowsOf } from '../support/counting';

const STREAMS = ['a', 'b', 'c', 'd', 'e'];
const clock = { now: () => '2023-05-04T03:00:00.000Z' };

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function onDisk(): ReadStore {
  const folder = mkdtempSync(join(tmpdir(), 'dossier-editions-'));
  folders.push(folder);
  return openSqliteReads({ file: join(folder, 'reads.db') });
}

describe.each([
  ['in memory', memoryReads],
  ['in SQLite', onDisk],
])('editions of rows %s', (_, open) => {
  let events: EventStore;
  let reads: ReadStore;
  const started: Projections[] = [];
  beforeEach(() => {
    [events, reads] = [memoryEvents(), open()];
  });
  afterEach(async () => {
    for (const each of started.splice(0)) await each.stop();
    await reads.close();
  });

  const revisions = new Map<string, number>();
  beforeEach(() => revisions.clear());
  async function write(events_: EventStore, times = 1): Promise<void> {
    for (let written = 0; written < times; written += 1) {
      const stream = STREAMS[written % STREAMS.length] ?? 'a';
      const revision = (revisions.get(stream) ?? -1) + 1;
      revisions.set(stream, revision);
      await append(events_, stream, revision);
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
    await write(events, 200);
    const told: Progress[] = [];
    const { projections, rebuild } = start(counting as View, { onSaved: (progress) => told.push(progress) });
    await projections.catchUp();
    const first = (await reads.editions()).live;

    const faults: string[] = [];
    let going = true;
    let seen = 0;
    const writer = (async () => {
      while (going) {
        await write(events, 3);
        projections.wake();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const reader = (async () => {
      let [before, rows] = [0, 0];
      while (going) {
        const order = await events.head();
        if (!(await projections.waitFor(order, 5000))) faults.push(`not shown: ${order}`);
        const position = await reads.position('counting', 1);
        const listed = await reads.list('counting', 1);
        const shown = listed.reduce((sum, { json }) => sum + (JSON.parse(json) as { count: number }).count, 0);
        if (position < order) faults.push(`seen ${order}, answered ${position}`);
        if (position < before || shown < rows || shown < position) faults.push(`older: ${position}, ${shown} rows`);
        [before, rows, seen] = [position, shown, seen + 1];
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();

    const second = await rebuild.begin();
    const found = await rebuild.compare();
    expect(found).toMatchObject({ differences: [], unsettled: 0 });
    expect(await rebuild.switch()).toEqual({ from: first, to: second, forced: false });
    expect(await stateOf(first)).toBe('kept');
    const before = await events.head();
    await projections.waitFor(before + 20, 5000);
    expect(await rebuild.rollback()).toEqual({ from: second, to: first, forced: false });
    expect(await rebuild.rollback()).toEqual({ from: first, to: second, forced: false });
    going = false;
    await Promise.all([writer, reader]);
    await projections.catchUp();
    await projections.reach(first, await events.head());

    expect(faults).toEqual([]);
    expect(seen).toBeGreaterThan(3);
    for (const edition of [first, second]) {
      const bound = reads.edition(edition);
      expect((await compareViews(events, bound, [counting as View])).differences).toEqual([]);
      expect(await bound.missing('counting', 1)).toEqual([]);
      expect(await bound.position('counting', 1)).toBe(await events.head());
    }
    await projections.stop();
    const orders = told.flatMap((progress) => progress.events.map(({ order }) => order));
    expect(orders).toEqual(Array.from({ length: await events.head() }, (_unused, index) => index + 1));
  }, 60_000);

  it('pauses, ends in the middle, and is gone on with by the next process', async () => {
    await write(events, 300);
    const one = start(counting as View, { rest: 0 });
    await one.projections.catchUp();
    const edition = await one.rebuild.begin();
    await one.projections.reach(edition, 11);
    await one.rebuild.pause();
    for (let turn = 0; turn < 60; turn += 1) {
      one.projections.wake();
      await one.projections.catchUp();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const stood = await reads.edition(edition).position('counting', 1);
    await one.projections.stop();
    expect(stood).toBeLessThan(300);
    expect(await stateOf(edition)).toBe('paused');

    const two = start();
    await write(events, 20);
    await two.projections.catchUp();
    expect(await reads.edition(edition).position('counting', 1)).toBe(stood);
    expect(await two.rebuild.progress()).toMatchObject({
      edition,
      state: 'paused',
      done: stood,
      of: 320,
      secondsLeft: null,
    });
    await two.rebuild.resume();
    await two.projections.reach(edition, 320);
    await two.rebuild.switch();
    expect((await reads.editions()).live).toBe(edition);
    expect((await compareViews(events, reads, [counting as View])).differences).toEqual([]);
  }, 30_000);

  it('says rate and estimate while it builds, and what it found once it is level', async () => {
    await write(events, 400);
    const { projections, rebuild } = start(counting as View, { buildingBatch: 20, rest: 3 });
    await projections.catchUp();
    expect(await rebuild.progress()).toBeUndefined();
    const edition = await rebuild.begin();
    await projections.reach(edition, 60);
    const middle = await rebuild.progress();
    expect(middle).toMatchObject({ edition, state: 'building', since: clock.now(), of: 400, compared: null });
    expect(middle?.perSecond).toBeGreaterThan(0);
    expect(middle?.secondsLeft).toBeGreaterThan(0);
    await projections.reach(edition, 400);
    let found = await rebuild.progress();
    while (found?.compared === null) {
      await new Promise((resolve) => setImmediate(resolve));
      found = await rebuild.progress();
    }
    expect(found).toMatchObject({ done: 400, secondsLeft: 0, compared: { differences: 0, held: 0, unsettled: 0 } });
  }, 30_000);

  it('is not switched to while it differs or holds streams, unless it is forced with a reason', async () => {
    await write(events, 40);
    const first = start();
    await first.projections.catchUp();
    await first.projections.stop();
    const { live } = await reads.editions();
    await reads.save(events.id, [
      {
        view: 'counting',
        version: 1,
        from: 40,
        to: 40,
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
    await write(events, 100);
    const { projections, rebuild } = start(counting as View, { rest: 5 });
    await projections.catchUp();
    const edition = await rebuild.begin();
    await expect(rebuild.begin()).rejects.toMatchObject({ code: 'under-way' });
    await projections.reach(edition, 22);
    expect(await rebuild.cancel()).toBe(edition);
    await write(events, 30);
    await projections.catchUp();
    expect(await stateOf(edition)).toBeUndefined();
    expect(await reads.edition(edition).position('counting', 1)).toBe(0);
    expect(await count(reads, 'a')).toBe(26);
    await expect(rebuild.pause()).rejects.toMatchObject({ code: 'no-rebuild' });
    await expect(rebuild.rollback()).rejects.toMatchObject({ code: 'no-former' });
    await expect(rebuild.discard((await reads.editions()).live)).rejects.toMatchObject({ code: 'live' });
  }, 30_000);

  it('is moved by two processes at once, one of which sees a switch only later, and counts everything once', async () => {
    await write(events, 150);
    const [one, two] = [start(), start()];
    await Promise.all([one.projections.catchUp(), two.projections.catchUp()]);
    const { live } = await reads.editions();
    const edition = await one.rebuild.begin();
    for (let turn = 0; turn < 10; turn += 1) {
      await write(events, 20);
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
    await write(events, 5);
    await Promise.all([one.projections.catchUp(), two.projections.catchUp()]);
    expect((await reads.editions()).all.map((each) => each.edition)).toEqual([edition]);
    expect(await reads.edition(live).list('counting', 1)).toEqual([]);
  }, 30_000);
});
