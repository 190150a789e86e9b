import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Appended, EncodedEvent, EventStore, StoredEvent } from '@dossier/kernel';
import { ABSENT, RevisionConflict } from '@dossier/kernel';

/** A store under test and the way to get rid of it. */
export interface Opened<T> {
  readonly store: T;
  dispose(): Promise<void>;
}

export function encoded(text: string): EncodedEvent {
  const bytes = new TextEncoder().encode(text);
  return { bytes, leaf: new Uint8Array(createHash('sha256').update(bytes).digest()) };
}

export function texts(events: readonly StoredEvent[]): string[] {
  return events.map(({ bytes }) => new TextDecoder().decode(bytes));
}

export function places(events: readonly StoredEvent[]): [number, string, number][] {
  return events.map(({ order, stream, revision }) => [order, stream, revision]);
}

export interface LogTraits {
  /** Orders are 1, 2, 3. Otherwise they only grow, from anything above 0. */
  readonly countsByOne: boolean;
  /** Appends asked for in one turn, without waiting, are done in the order they were asked for. */
  readonly keepsTurns: boolean;
  /** How many series of appends are tried: fewer where it takes long to open an empty log. */
  readonly series: number;
}

/**
 * What every log promises, whatever it is kept in. `open` gives a new and empty one. Where a log counts by one, orders are
 * compared as they are; where not, they must grow, and are compared by their rank.
 */
export function eventStoreContract(
  name: string,
  open: () => Promise<Opened<EventStore>>,
  { countsByOne, keepsTurns, series }: LogTraits = { countsByOne: true, keepsTurns: true, series: 40 },
): void {
  describe(`${name} keeps the promises of a log:`, () => {
    let opened: Opened<EventStore>;
    let log: EventStore;
    beforeEach(async () => {
      opened = await open();
      log = opened.store;
    });
    afterEach(() => opened.dispose());

    const append = (stream: string, expected: number, ...events: string[]) =>
      log.append([{ stream, expected, events: events.map(encoded) }]);
    /** The how-manyeth event each order stands for; 0 for 0. Orders that do not grow, or not by one where they should, fail. */
    const ranking = async (of: EventStore): Promise<(order: number) => number> => {
      const orders = (await of.readAll(0, 10_000)).map((event) => event.order);
      expect(orders).toEqual([...new Set(orders)].sort((a, b) => a - b));
      expect(orders.every((each) => each > 0)).toBe(true);
      if (countsByOne) expect(orders).toEqual(orders.map((_, index) => index + 1));
      return (order) => (order === 0 ? 0 : orders.indexOf(order) + 1);
    };
    const rank = async (order: number): Promise<number> => (await ranking(log))(order);
    const ranked = async (appended: Appended): Promise<Appended> => ({
      ...appended,
      order: await rank(appended.order),
    });
    const ranks = async (events: readonly StoredEvent[], of: EventStore = log): Promise<[number, string, number][]> => {
      const rankOf = await ranking(of);
      return places(events).map(([order, ...rest]) => [rankOf(order), ...rest]);
    };
    /** The order of the nth event. */
    const orderAt = async (nth: number): Promise<number> => (await log.readAll(0, nth)).at(-1)?.order ?? 0;

    describe('appending', () => {
      it('begins empty, at order 0, with an identity', async () => {
        expect(await log.head()).toBe(0);
        expect(await log.readAll(0, 10)).toEqual([]);
        expect(await log.readStream('dossier-1')).toEqual([]);
        expect(log.id).toMatch(/^[A-Za-z0-9-]{1,64}$/);
      });

      it('numbers revisions from 0 and lets orders grow', async () => {
        expect(await ranked(await append('dossier-1', ABSENT, 'listed', 'mentor'))).toEqual({
          order: 2,
          revisions: { 'dossier-1': 1 },
        });
        const last = await append('dossier-1', 1, 'trained');
        expect(await ranked(last)).toEqual({ order: 3, revisions: { 'dossier-1': 2 } });
        expect(await ranks(await log.readStream('dossier-1'))).toEqual([
          [1, 'dossier-1', 0],
          [2, 'dossier-1', 1],
          [3, 'dossier-1', 2],
        ]);
        expect(await log.head()).toBe(last.order);
      });

      it('gives back the bytes and the leaf as they were, also when they are no text', async () => {
        const event = { bytes: Uint8Array.of(0, 255, 128, 0, 13, 10), leaf: new Uint8Array(32).fill(7) };
        await log.append([
          { stream: 'dossier-1', expected: ABSENT, events: [event, { ...event, bytes: new Uint8Array() }] },
        ]);
        const [first, second] = await log.readStream('dossier-1');
        expect([...(first?.bytes ?? [])]).toEqual([...event.bytes]);
        expect([...(first?.leaf ?? [])]).toEqual([...event.leaf]);
        expect(second?.bytes).toHaveLength(0);
      });

      it('is not changed by what others do to their buffers afterwards', async () => {
        const event = encoded('as it was');
        await log.append([{ stream: 'dossier-1', expected: ABSENT, events: [event] }]);
        event.bytes.fill(0);
        (await log.readStream('dossier-1'))[0]?.bytes.fill(1);
        expect(texts(await log.readStream('dossier-1'))).toEqual(['as it was']);
        expect(texts(await log.readAll(0, 1))).toEqual(['as it was']);
      });

      it('writes several streams at once, in the order they were given', async () => {
        await append('quota-u1-2026', ABSENT, 'assigned');
        const appended = await log.append([
          { stream: 'dossier-2', expected: ABSENT, events: [encoded('a'), encoded('b')] },
          { stream: 'quota-u1-2026', expected: 0, events: [encoded('c')] },
        ]);
        expect(await ranked(appended)).toEqual({ order: 4, revisions: { 'dossier-2': 1, 'quota-u1-2026': 1 } });
        expect(await ranks(await log.readAll(await orderAt(1), 10))).toEqual([
          [2, 'dossier-2', 0],
          [3, 'dossier-2', 1],
          [4, 'quota-u1-2026', 1],
        ]);
      });

      it('keeps streams with odd names apart', async () => {
        for (const stream of ['__proto__', 'Đảng viên', 'a', 'A', 'constructor']) {
          expect((await append(stream, ABSENT, stream)).revisions[stream]).toBe(0);
        }
        expect(texts(await log.readStream('__proto__'))).toEqual(['__proto__']);
        expect(await rank(await log.head())).toBe(5);
      });
    });

    describe('conflicts', () => {
      it('refuses an expected revision that is not the last, and says what is', async () => {
        await append('dossier-1', ABSENT, 'a', 'b');
        for (const expected of [ABSENT, 0, 2, 7]) {
          const error = await append('dossier-1', expected, 'x').catch((e: unknown) => e);
          expect(error).toBeInstanceOf(RevisionConflict);
          expect(error).toMatchObject({ stream: 'dossier-1', expected, actual: 1 });
        }
        await expect(append('dossier-2', 0, 'x')).rejects.toMatchObject({
          stream: 'dossier-2',
          expected: 0,
          actual: ABSENT,
        });
        expect(texts(await log.readAll(0, 10))).toEqual(['a', 'b']);
      });

      it('writes nothing of an append when any of its streams has moved', async () => {
        await append('dossier-1', ABSENT, 'a');
        const writes = [
          { stream: 'dossier-2', expected: ABSENT, events: [encoded('x')] },
          { stream: 'dossier-1', expected: ABSENT, events: [encoded('y')] },
        ];
        await expect(log.append(writes)).rejects.toBeInstanceOf(RevisionConflict);
        await expect(log.append([...writes].reverse())).rejects.toBeInstanceOf(RevisionConflict);
        expect(await log.readStream('dossier-2')).toEqual([]);
        expect(await rank(await log.head())).toBe(1);
        expect(await rank((await append('dossier-3', ABSENT, 'b')).order)).toBe(2);
      });

      it('lets exactly one of many win the same revision', async () => {
        await append('dossier-1', ABSENT, 'first');
        const rivals = await Promise.allSettled(
          Array.from({ length: 20 }, (_, i) => append('dossier-1', 0, `rival ${i}`)),
        );
        expect(rivals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const rival of rivals) {
          if (rival.status === 'rejected') expect(rival.reason).toMatchObject({ name: 'RevisionConflict', actual: 1 });
        }
        expect(await log.readStream('dossier-1')).toHaveLength(2);
      });

      it('checks a stream without writing to it when a write has no events', async () => {
        await append('organisation-1', ABSENT, 'founded');
        const check = (expected: number) => ({ stream: 'organisation-1', expected, events: [] });
        const appended = await log.append([
          check(0),
          { stream: 'dossier-1', expected: ABSENT, events: [encoded('a')] },
        ]);
        expect(await ranked(appended)).toEqual({ order: 2, revisions: { 'organisation-1': 0, 'dossier-1': 0 } });
        const moved = log.append([{ stream: 'dossier-2', expected: ABSENT, events: [encoded('x')] }, check(ABSENT)]);
        await expect(moved).rejects.toMatchObject({ stream: 'organisation-1', expected: ABSENT, actual: 0 });
        const absent = [{ stream: 'organisation-2', expected: ABSENT, events: [] }];
        expect(await ranked(await log.append([check(0)]))).toMatchObject({ order: 2 });
        expect(await ranked(await log.append(absent))).toMatchObject({ order: 2 });
        expect(await ranked(await append('organisation-2', ABSENT, 'b'))).toMatchObject({ order: 3 });
      });

      it('calls two writes to one stream, a nameless stream and an impossible revision what they are: bugs', async () => {
        const write = { stream: 'dossier-1', expected: ABSENT, events: [encoded('a')] };
        await expect(log.append([write, { ...write, expected: 0 }])).rejects.toBeInstanceOf(TypeError);
        await expect(log.append([{ ...write, stream: '' }])).rejects.toBeInstanceOf(TypeError);
        await expect(log.append([{ ...write, expected: -2 }])).rejects.toBeInstanceOf(TypeError);
        await expect(log.append([{ ...write, expected: 0.5 }])).rejects.toBeInstanceOf(TypeError);
        expect(await log.head()).toBe(0);
      });
    });

    describe('reading', () => {
      beforeEach(async () => {
        for (let i = 0; i < 10; i += 1) await append(`dossier-${i % 2}`, Math.floor(i / 2) - 1, `event ${i}`);
      });

      it('reads a stream from any revision on', async () => {
        expect(texts(await log.readStream('dossier-1', 3))).toEqual(['event 7', 'event 9']);
        expect(await log.readStream('dossier-1', 5)).toEqual([]);
      });

      it('reads all streams in order, page by page', async () => {
        const seen: StoredEvent[] = [];
        for (
          let page = await log.readAll(0, 3);
          page.length > 0;
          page = await log.readAll(seen.at(-1)?.order ?? 0, 3)
        ) {
          expect(page.length).toBeLessThanOrEqual(3);
          seen.push(...page);
        }
        expect(texts(seen)).toEqual(Array.from({ length: 10 }, (_, i) => `event ${i}`));
        expect((await ranks(seen)).map(([nth]) => nth)).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
      });
    });

    it('never shows a tailing reader a gap while many write', async () => {
      let writing = true;
      const seen: number[] = [];
      const tail = async (): Promise<void> => {
        for (let last = 0; ;) {
          const done = !writing;
          const page = await log.readAll(last, 7);
          seen.push(...page.map(({ order }) => order));
          last = seen.at(-1) ?? 0;
          if (done && page.length === 0) return;
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      const writers = Array.from({ length: 16 }, async (_, w) => {
        for (let i = 0; i < 20; i += 1) {
          await append(`dossier-${w}`, i - 1, `${w}:${i}`);
          // Every third round somebody loses a race; what they lose must leave no hole.
          if (i % 3 === 0) await append(`dossier-${w}`, ABSENT, 'lost').catch(() => undefined);
        }
      });
      const tailing = tail();
      await Promise.all(writers);
      writing = false;
      await tailing;
      expect(seen).toHaveLength(320);
      expect(seen).toEqual((await log.readAll(0, 1000)).map(({ order }) => order));
      if (countsByOne) expect(seen).toEqual(Array.from({ length: 320 }, (_, i) => i + 1));
    }, 60_000);

    it('behaves like a list of events under any series of appends', async () => {
      const streams = ['a', 'b', 'c'];
      const write = fc.record({
        stream: fc.constantFrom(...streams),
        off: fc.oneof(
          { weight: 6, arbitrary: fc.constant(0) },
          { weight: 1, arbitrary: fc.integer({ min: -2, max: 2 }) },
        ),
        events: fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
      });
      const oneAppend = fc.uniqueArray(write, { selector: ({ stream }) => stream, maxLength: 3 });
      /** Appends of one group are asked for in the same turn, without waiting for each other. */
      const groups = fc.array(fc.array(oneAppend, { minLength: 1, maxLength: keepsTurns ? 6 : 1 }), { maxLength: 8 });
      const property = fc.asyncProperty(groups, async (groupsAsked) => {
        const { store, dispose } = await open();
        try {
          const model: { stream: string; revision: number; text: string }[] = [];
          const last = (stream: string) => model.filter((event) => event.stream === stream).length - 1;
          for (const group of groupsAsked) {
            const asked = group.map((writes) => {
              const aimed = writes.map((w) => ({ ...w, expected: Math.max(ABSENT, last(w.stream) + w.off) }));
              const wins = aimed.every((w) => w.expected === last(w.stream));
              for (const { stream, events } of wins ? aimed : []) {
                for (const text of events) model.push({ stream, revision: last(stream) + 1, text });
              }
              return { aimed, wins };
            });
            const outcomes = await Promise.allSettled(
              asked.map(({ aimed }) => store.append(aimed.map((w) => ({ ...w, events: w.events.map(encoded) })))),
            );
            expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(asked.map(({ wins }) => wins));
          }
          const all = await store.readAll(0, 1000);
          expect(await ranks(all, store)).toEqual(
            model.map(({ stream, revision }, index) => [index + 1, stream, revision]),
          );
          expect(texts(all)).toEqual(model.map(({ text }) => text));
          for (const stream of streams) {
            expect(places(await store.readStream(stream))).toEqual(places(all.filter((e) => e.stream === stream)));
          }
        } finally {
          await dispose();
        }
      });
      await fc.assert(property, { numRuns: series });
    }, 60_000);

    it('wakes those who watch after an append, until they stop', async () => {
      let woken = 0;
      let first = (): void => undefined;
      const soon = new Promise<void>((resolve) => (first = resolve));
      const watch = log.watch(() => {
        woken += 1;
        first();
      });
      await append('dossier-1', ABSENT, 'a');
      await soon;
      expect(woken).toBeGreaterThan(0);
      await watch.stop();
      const before = woken;
      await append('dossier-1', 0, 'b');
      await log.readAll(0, 10);
      expect(woken).toBe(before);
    });

    it('answers nothing once it is closed', async () => {
      await log.close();
      await log.close();
      await expect(append('dossier-1', ABSENT, 'x')).rejects.toMatchObject({ name: 'StoreUnavailable' });
      await expect(log.readAll(0, 1)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    });
  });
}
