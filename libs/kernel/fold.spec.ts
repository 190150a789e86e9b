import type { DomainEvent, EventMeta, Recorded } from './event';
import type { EventStore, StoredEvent } from './ports';
import { fold, readingOf, transact, type Codec, type Evolution, type Kit, type Remembered } from './transact';

// A small ledger of sums, one of which may be said to have been wrong: the smallest thing whose past can change.

type Sum = DomainEvent<'Noted', { sum: number }> | DomainEvent<'Restated', { of: number; sum: number }>;
interface Sums {
  readonly list: readonly number[];
  readonly lastOn: string;
}

const byDay = (a: Recorded<Sum>, b: Recorded<Sum>): number => (a.meta.on < b.meta.on ? -1 : 1);

/** Each sum as it was restated last, in the order of the days. */
function counted(events: readonly Recorded<Sum>[]): readonly Recorded<Sum>[] {
  const restated = new Map(events.flatMap(({ type, data }) => (type === 'Restated' ? [[data.of, data.sum]] : [])));
  return events
    .map((event) =>
      event.type === 'Noted' ? { ...event, data: { sum: restated.get(event.revision) ?? event.data.sum } } : event,
    )
    .sort(byDay);
}

const plain: Evolution<Sums, Sum> = {
  initial: { list: [], lastOn: '' },
  evolve: ({ list, lastOn }, event) => ({
    list: event.type === 'Noted' ? [...list, event.data.sum] : list,
    lastOn: event.meta.on > lastOn ? event.meta.on : lastOn,
  }),
};
const sums: Evolution<Sums, Sum> = {
  ...plain,
  effective: counted,
  disturbs: ({ lastOn }, event) => event.type === 'Restated' || event.meta.on < lastOn,
};

const meta = (on: string): EventMeta => ({
  actor: { account: 'a', role: 'secretary', unit: 'u', policy: '1' },
  command: { id: 'c', type: 'Note' },
  correlation: 'c',
  causation: 'c',
  on,
  at: '2023-04-10T03:00:00.000Z',
});
const recorded = (revision: number, on: string, event: Sum): Recorded<Sum> =>
  ({ stream: 's', revision, order: revision + 1, meta: meta(on), ...event }) as Recorded<Sum>;
const noted = (sum: number): Sum => ({ type: 'Noted', data: { sum } });
const restated = (of: number, sum: number): Sum => ({ type: 'Restated', data: { of, sum } });

describe('folding', () => {
  const events = [
    recorded(0, '2023-01-02', noted(10)),
    recorded(1, '2023-01-03', noted(20)),
    recorded(2, '2023-01-04', restated(0, 11)),
    recorded(3, '2023-01-01', noted(5)),
  ];

  it('takes events one after the other as they were recorded, where nothing restates them', () => {
    expect(fold(plain, events).list).toEqual([10, 20, 5]);
  });

  it('takes them as they count, where some restate others or belong before them', () => {
    expect(fold(sums, events).list).toEqual([5, 11, 20]);
  });

  it('of nothing is the beginning', () => {
    expect(fold(sums, [])).toEqual(sums.initial);
  });
});

/** A log of one process, with the days its events bear. */
function kept() {
  const log: StoredEvent[] = [];
  const seen = new Map<string, Remembered>();
  const reads: number[] = [];
  const store: EventStore = {
    id: 'here',
    append: async (writes) => {
      for (const { stream, events } of writes)
        for (const event of events) log.push({ ...event, stream, revision: log.length, order: log.length + 1 });
      return { order: log.length, revisions: { s: log.length - 1 } };
    },
    readStream: async (_, from = 0) => {
      reads.push(from);
      return log.slice(from);
    },
    readAll: async (after, limit) => log.slice(after, after + limit),
    head: async () => log.length,
    watch: () => ({ stop: async () => undefined }),
    close: async () => undefined,
  };
  const codec: Codec = {
    encode: async (event, place) => ({
      bytes: new Uint8Array(Buffer.from(JSON.stringify({ ...place, ...event }))),
      leaf: new Uint8Array(),
    }),
    decode: async ({ bytes, order }) => ({ ...(JSON.parse(Buffer.from(bytes).toString()) as Recorded), order }),
  };
  const kit: Kit = {
    store,
    codec,
    clock: { now: () => '2023-04-10T03:00:00.000Z' },
    memory: { get: (stream) => seen.get(stream), set: (stream, remembered) => void seen.set(stream, remembered) },
  };
  const states: (readonly number[])[] = [];
  const say = (on: string, event: Sum) =>
    transact(
      kit,
      {
        stream: 's',
        command: { id: `c${log.length}`, type: 'Note' },
        actor: meta(on).actor,
        on,
      },
      async (load) => {
        states.push((await load.load('s', sums)).state.list);
        return { writes: [{ stream: 's', events: [event] }] };
      },
    );
  return { kit, seen, say, states, reads };
}

describe('a state that is remembered', () => {
  it('goes onward with what was recorded since', async () => {
    const { say, states, reads } = kept();
    for (const [day, sum] of [
      ['2023-01-01', 1],
      ['2023-01-02', 2],
      ['2023-01-03', 3],
    ] as const)
      await say(day, noted(sum));
    expect(states).toEqual([[], [1], [1, 2]]);
    // Only the tail is read after the first time.
    expect(reads).toEqual([0, 0, 1]);
  });

  it.each([
    ['a later event restates an earlier one', '2023-01-03', restated(0, 7), [7, 2]],
    ['an event of an earlier day comes late', '2023-01-01', noted(9), [9, 1, 2]],
  ])('is folded anew when %s', async (_, day, event, expected) => {
    const { kit, say, states } = kept();
    await say('2023-01-02', noted(1));
    await say('2023-01-04', noted(2));
    await say(day, event);
    expect((await readingOf(kit).load('s', sums)).state.list).toEqual(expected);
    await say('2023-01-05', noted(4));
    await say('2023-01-06', noted(6));
    expect(states.at(-1)).toEqual([...expected, 4]);
  });

  it('of one kind of folding does not serve another', async () => {
    const { kit, say } = kept();
    await say('2023-01-02', noted(1));
    await say('2023-01-01', noted(2));
    const reading = readingOf(kit);
    expect((await reading.load('s', sums)).state.list).toEqual([2, 1]);
    expect((await reading.load('s', plain)).state.list).toEqual([1, 2]);
  });
});

describe('reading without deciding', () => {
  it('finds the newest revision, and then stands still', async () => {
    const { kit, say } = kept();
    await say('2023-01-01', noted(1));
    const reading = readingOf(kit);
    expect(await reading.load('s', sums)).toMatchObject({ revision: 0, state: { list: [1] } });
    await say('2023-01-02', noted(2));
    expect(await reading.load('s', sums)).toMatchObject({ revision: 0, state: { list: [1] } });
    expect(await readingOf(kit).load('s', sums)).toMatchObject({ revision: 1, state: { list: [1, 2] } });
  });

  it('of a stream that does not exist is the beginning', async () => {
    const { kit } = kept();
    expect(await readingOf(kit).load('none', sums)).toEqual({ state: sums.initial, revision: -1 });
  });
});
