import fc from 'fast-check';
import type { ReadStore } from '@dossier/kernel';
import { ProjectionFenced, StoreRefused } from '@dossier/kernel';
import type { Opened } from './events.contract';
import { editionsContract, heldContract } from './editions.contract';
import { SOURCE, change, row } from './view-changes';

/** What every store of view rows promises. `open` gives a new and empty one. */
export function readStoreContract(name: string, open: () => Promise<Opened<ReadStore>>): void {
  describe(`${name} keeps the promises of a store of view rows:`, () => {
    let opened: Opened<ReadStore>;
    let reads: ReadStore;
    beforeEach(async () => {
      opened = await open();
      reads = opened.store;
    });
    afterEach(() => opened.dispose());

    const keys = async (view = 'board', version = 1, partition?: string) =>
      (await reads.list(view, version, partition)).map(({ key }) => key);

    it('begins empty, of no log', async () => {
      expect(await reads.source()).toBeUndefined();
      expect(await reads.position('board', 1)).toBe(0);
      expect(await reads.get('board', 1, 'a')).toBeUndefined();
      expect(await reads.getMany('board', 1, ['a'])).toEqual([]);
      expect(await keys()).toEqual([]);
      expect((await reads.applied('board', 1)).size).toBe(0);
      expect(await reads.missing('board', 1)).toEqual([]);
    });

    it('saves rows, position, applied and missing revisions together', async () => {
      const rows = [row('a'), row('b')];
      const applied = [{ stream: 'dossier-1', revision: 4 }];
      await reads.save(SOURCE, [change({ to: 9, rows, applied, missing: [{ stream: 'dossier-1', revision: 2 }] })]);
      expect(await reads.source()).toBe(SOURCE);
      expect(await reads.position('board', 1)).toBe(9);
      expect({ ...(await reads.get('board', 1, 'a')) }).toEqual({ key: 'a', partition: 'unit-1', json: '{"of":"a"}' });
      expect([...(await reads.applied('board', 1))]).toEqual([['dossier-1', 4]]);
      expect((await reads.missing('board', 1)).map((m) => ({ ...m }))).toEqual([{ stream: 'dossier-1', revision: 2 }]);
    });

    it('replaces, moves and deletes rows', async () => {
      await reads.save(SOURCE, [change({ rows: [row('a'), row('b'), row('c')] })]);
      const rows = [row('a', '1', 'unit-2'), { ...row('b'), json: undefined }, { ...row('z'), json: undefined }];
      await reads.save(SOURCE, [change({ from: 1, to: 2, rows })]);
      expect(await keys()).toEqual(['a', 'c']);
      expect(await keys('board', 1, 'unit-1')).toEqual(['c']);
      expect(await keys('board', 1, 'unit-2')).toEqual(['a']);
      expect((await reads.get('board', 1, 'a'))?.json).toBe('1');
    });

    it('takes the last word when one batch names a row twice', async () => {
      await reads.save(SOURCE, [
        change({ rows: [row('a', '1'), row('a', '2'), row('b'), { ...row('b'), json: undefined }] }),
      ]);
      expect((await reads.get('board', 1, 'a'))?.json).toBe('2');
      expect(await keys()).toEqual(['a']);
    });

    it('keeps views and their versions apart', async () => {
      await reads.save(SOURCE, [
        change({ rows: [row('a', 'old')] }),
        change({ version: 2, rows: [row('a', 'new')], to: 5 }),
        change({ view: 'queue', rows: [row('q')], to: 3 }),
      ]);
      expect((await reads.get('board', 1, 'a'))?.json).toBe('old');
      expect((await reads.get('board', 2, 'a'))?.json).toBe('new');
      expect(await reads.position('board', 2)).toBe(5);
      expect(await keys('queue')).toEqual(['q']);
      expect(await keys('queue', 2)).toEqual([]);
    });

    it('lists by key in the order of bytes, one partition or all', async () => {
      const names = ['b', 'a', 'Z', 'đ', 'é', '\u{1F600}', '\uFF5E', 'a1', 'a-1'];
      await reads.save(SOURCE, [change({ rows: names.map((key, i) => row(key, '0', `unit-${i % 2}`)) })]);
      const inBytes = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await keys()).toEqual(inBytes);
      const even = new Set(names.filter((_, i) => i % 2 === 0));
      expect(await keys('board', 1, 'unit-0')).toEqual(inBytes.filter((key) => even.has(key)));
      expect(await keys('board', 1, 'unit-9')).toEqual([]);
    });

    it('gets many rows in the order they were asked for, without those that are not there', async () => {
      await reads.save(SOURCE, [change({ rows: ['a', 'b', 'c'].map((key) => row(key)) })]);
      const found = await reads.getMany('board', 1, ['c', 'x', 'a', 'c']);
      expect(found.map(({ key }) => key)).toEqual(['c', 'a', 'c']);
      expect(await reads.getMany('board', 1, [])).toEqual([]);
    });

    it('answers the applied revision of the streams it is asked about', async () => {
      const applied = ['a', 'b', 'c'].map((stream, revision) => ({ stream, revision }));
      await reads.save(SOURCE, [change({ applied })]);
      await reads.save(SOURCE, [change({ from: 1, to: 2, applied: [{ stream: 'a', revision: 7 }] })]);
      expect(new Map(await reads.applied('board', 1, ['a', 'c', 'x']))).toEqual(
        new Map([
          ['a', 7],
          ['c', 2],
        ]),
      );
      expect((await reads.applied('board', 1, [])).size).toBe(0);
      expect((await reads.applied('board', 1)).size).toBe(3);
    });

    it('remembers a missing revision once, ordered by stream and revision', async () => {
      const gap = (stream: string, revision: number) => ({ stream, revision });
      await reads.save(SOURCE, [change({ missing: [gap('b', 10), gap('b', 9), gap('a', 3)] })]);
      await reads.save(SOURCE, [change({ from: 1, to: 2, missing: [gap('b', 9)] })]);
      expect((await reads.missing('board', 1)).map((m) => ({ ...m }))).toEqual([
        gap('a', 3),
        gap('b', 9),
        gap('b', 10),
      ]);
    });

    it('fences out a projector that believes in another position', async () => {
      await reads.save(SOURCE, [change({ to: 4 })]);
      const late = await reads.save(SOURCE, [change({ to: 4, rows: [row('x')] })]).catch((e: unknown) => e);
      expect(late).toBeInstanceOf(ProjectionFenced);
      expect(late).toMatchObject({ view: 'board', expected: 0, actual: 4 });
      expect(await keys()).toEqual([]);
    });

    it('saves all changes or none', async () => {
      const changes = [
        change({ view: 'queue', rows: [row('q')], applied: [{ stream: 's', revision: 1 }] }),
        change({ view: 'board', from: 3, to: 4 }),
      ];
      await expect(reads.save(SOURCE, changes)).rejects.toBeInstanceOf(ProjectionFenced);
      expect(await keys('queue')).toEqual([]);
      expect(await reads.position('queue', 1)).toBe(0);
      expect((await reads.applied('queue', 1)).size).toBe(0);
      expect(await reads.source()).toBeUndefined();
    });

    it('takes two steps of one view in one save when they follow each other', async () => {
      await reads.save(SOURCE, [change({ rows: [row('a', '1')] }), change({ from: 1, to: 2, rows: [row('a', '2')] })]);
      expect((await reads.get('board', 1, 'a'))?.json).toBe('2');
      const torn = [change({ from: 2, to: 3 }), change({ from: 2, to: 4 })];
      await expect(reads.save(SOURCE, torn)).rejects.toBeInstanceOf(ProjectionFenced);
      expect(await reads.position('board', 1)).toBe(2);
    });

    it('lets one of two projectors win the same step', async () => {
      const step = (key: string) => reads.save(SOURCE, [change({ rows: [row(key)] })]);
      const outcomes = await Promise.allSettled([step('first'), step('second')]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await keys()).toHaveLength(1);
    });

    it('refuses rows of another log', async () => {
      await reads.save(SOURCE, [change({})]);
      const error = await reads.save('log-2', [change({ from: 1, to: 2 })]).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(StoreRefused);
      expect(error).toMatchObject({ code: 'foreign' });
      expect((error as Error).message).toContain('log-1');
      expect(await reads.position('board', 1)).toBe(1);
    });

    it('forgets a view of one version entirely, and with the last view the log it came from', async () => {
      const full = {
        rows: [row('a')],
        applied: [{ stream: 's', revision: 1 }],
        missing: [{ stream: 's', revision: 0 }],
      };
      await reads.save(SOURCE, [change(full), change({ ...full, version: 2 })]);
      await reads.drop('board', 1);
      expect(await keys()).toEqual([]);
      expect(await keys('board', 1, 'unit-1')).toEqual([]);
      expect(await reads.position('board', 1)).toBe(0);
      expect((await reads.applied('board', 1)).size).toBe(0);
      expect(await reads.missing('board', 1)).toEqual([]);
      expect(await keys('board', 2)).toEqual(['a']);
      expect(await reads.source()).toBe(SOURCE);
      await reads.drop('board', 2);
      expect(await reads.source()).toBeUndefined();
      await reads.save('log-2', [change({})]);
      expect(await reads.source()).toBe('log-2');
    });

    it('calls a step backwards a bug', async () => {
      await expect(reads.save(SOURCE, [change({ from: 0, to: -1 })])).rejects.toBeInstanceOf(TypeError);
      await expect(reads.save('', [change({})])).rejects.toBeInstanceOf(TypeError);
    });

    it('holds what the last word on every row was, after any series of changes', async () => {
      const step = fc.array(
        fc.record({
          key: fc.constantFrom('a', 'b', 'c', 'd'),
          partition: fc.constantFrom('p', 'q'),
          json: fc.option(fc.string({ maxLength: 4 }), { nil: undefined }),
        }),
        { maxLength: 6 },
      );
      const property = fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        const { store, dispose } = await open();
        try {
          const model = new Map<string, { key: string; partition: string; json: string }>();
          for (const [index, rows] of steps.entries()) {
            await store.save(SOURCE, [change({ from: index, to: index + 1, rows })]);
            for (const { key, partition, json } of rows) {
              if (json === undefined) model.delete(key);
              else model.set(key, { key, partition, json });
            }
          }
          const expected = [...model.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
          expect((await store.list('board', 1)).map((r) => ({ ...r }))).toEqual(expected);
          const inP = (await store.list('board', 1, 'p')).map((r) => ({ ...r }));
          expect(inP).toEqual(expected.filter(({ partition }) => partition === 'p'));
        } finally {
          await dispose();
        }
      });
      await fc.assert(property, { numRuns: 25 });
    }, 60_000);

    editionsContract(() => reads);
    heldContract(() => reads);

    it('gives a task to one of those that ask, until it is given back or its time is over', async () => {
      expect(await reads.lead('views', 'first', 60_000)).toBe(true);
      expect(await reads.lead('views', 'second', 60_000)).toBe(false);
      expect(await reads.lead('other', 'second', 60_000)).toBe(true);
      expect(await reads.lead('views', 'first', 0)).toBe(true);
      expect(await reads.lead('views', 'second', 20)).toBe(true);
      while (!(await reads.lead('views', 'third', 60_000))) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await reads.lead('views', 'second', 20)).toBe(false);
    });

    it('answers nothing once it is closed', async () => {
      await reads.close();
      await reads.close();
      await expect(reads.save(SOURCE, [change({})])).rejects.toMatchObject({ name: 'StoreUnavailable' });
      await expect(reads.position('board', 1)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    });
  });
}
