import type { DomainEvent, Recorded } from './event';
import { ABSENT, RevisionConflict, type EventStore, type StoredEvent, type StreamWrite } from './ports';
import {
  CommandIdReused,
  transact,
  verdictOn,
  type Codec,
  type Evolution,
  type Kit,
  type Memory,
  type Remembered,
  type Verdict,
} from './transact';

/** A log in an array, with a hook before each append, in which another may come first. */
function storeOf(beforeAppend: () => Promise<void> | void = () => undefined) {
  const log: StoredEvent[] = [];
  const appends: (readonly StreamWrite[])[] = [];
  const of = (stream: string) => log.filter((event) => event.stream === stream);
  const write = (writes: readonly StreamWrite[]) => {
    for (const { stream, expected } of writes) {
      if (of(stream).length + ABSENT !== expected)
        throw new RevisionConflict(stream, expected, of(stream).length + ABSENT);
    }
    for (const { stream, events } of writes)
      for (const event of events) log.push({ ...event, stream, revision: of(stream).length, order: log.length + 1 });
    appends.push(writes);
    return {
      order: log.length,
      revisions: Object.fromEntries(writes.map(({ stream }) => [stream, of(stream).length + ABSENT])),
    };
  };
  const store: EventStore = {
    id: 'here',
    async append(writes) {
      await beforeAppend();
      return write(writes);
    },
    readStream: async (stream, from = 0) => of(stream).slice(from),
    readAll: async (after, limit) => log.slice(after, after + limit),
    head: async () => log.length,
    watch: () => ({ stop: async () => undefined }),
    close: async () => undefined,
  };
  return { store, log, appends };
}

const codec: Codec = {
  encode: async (event, place) => ({
    bytes: new Uint8Array(Buffer.from(JSON.stringify({ ...place, ...event }))),
    leaf: new Uint8Array(),
  }),
  decode: async ({ bytes, order }) => ({ ...(JSON.parse(Buffer.from(bytes).toString()) as Recorded), order }),
};
const clock = { now: () => '2023-04-10T03:00:00.000Z' };
const actor = { account: 'a', role: 'secretary', unit: 'u', policy: '1' };
const counting: Evolution<number> = { initial: 0, evolve: (count) => count + 1 };
const added = (n = 1): readonly DomainEvent[] => Array.from({ length: n }, () => ({ type: 'Added', data: {} }));
const asked = (id: string, stream = 's', type = 'Add') => ({ stream, command: { id, type }, actor, on: '2023-04-10' });
const kitOf = (store: EventStore, memory?: Memory): Kit => ({ store, codec, clock, ...(memory ? { memory } : {}) });
const adds =
  (events = 1) =>
  async (): Promise<Verdict> => ({ writes: [{ stream: 's', events: added(events) }] });

function remembering(): Memory & { readonly seen: Map<string, Remembered> } {
  const seen = new Map<string, Remembered>();
  return { seen, get: (stream) => seen.get(stream), set: (stream, remembered) => void seen.set(stream, remembered) };
}

describe('a command', () => {
  it('is answered with the place of its last event', async () => {
    const { store } = storeOf();
    expect(await transact(kitOf(store), asked('c1'), adds(2))).toEqual({
      kind: 'accepted',
      position: { store: 'here', order: 2 },
      stream: 's',
      revision: 1,
      events: ['Added', 'Added'],
      repeated: false,
    });
  });

  it('carries who, when and which command beside each event, and the claimed day of entry', async () => {
    const { store, log } = storeOf();
    await transact(kitOf(store), { ...asked('c1'), entered: '2023-04-12' }, async () => ({
      writes: [{ stream: 's', events: added() }],
      procedure: 'R2021',
    }));
    const { meta, revision } = await codec.decode(log[0] as StoredEvent);
    expect(revision).toBe(0);
    expect(meta).toEqual({
      actor,
      command: { id: 'c1', type: 'Add' },
      correlation: 'c1',
      causation: 'c1',
      on: '2023-04-10',
      at: clock.now(),
      entered: { day: '2023-04-12', claimed: true },
      procedure: 'R2021',
    });
  });

  it.each([
    ['without memory', undefined],
    ['with memory', remembering()],
  ])('sent again is answered from its event, with the same position, and not decided again (%s)', async (_, memory) => {
    const { store, log } = storeOf();
    const kit = kitOf(store, memory);
    const first = await transact(kit, asked('c1'), adds(2));
    await transact(kit, asked('c2'), adds());
    const again = await transact(kit, asked('c1'), () => Promise.reject(new Error('must not be asked')));
    expect(again).toEqual({ ...first, repeated: true });
    expect(log).toHaveLength(3);
  });

  it('whose id served another command is the caller’s fault', async () => {
    const { store } = storeOf();
    await transact(kitOf(store), asked('c1'), adds());
    await expect(transact(kitOf(store), asked('c1', 's', 'Remove'), adds())).rejects.toThrow(CommandIdReused);
  });

  it('that is refused writes nothing and may be decided anew', async () => {
    const { store, log } = storeOf();
    const refusal = { code: 'no', condition: 'x', have: 1, need: 2, who: 'cell' };
    expect(await transact(kitOf(store), asked('c1'), async () => ({ refused: refusal }))).toEqual({
      kind: 'refused',
      refusal,
    });
    expect(log).toEqual([]);
    expect(await transact(kitOf(store), asked('c1'), adds())).toMatchObject({ kind: 'accepted', repeated: false });
  });

  it('that writes nothing to its own stream is a fault', async () => {
    const { store } = storeOf();
    await expect(
      transact(kitOf(store), asked('c1'), async () => ({ writes: [{ stream: 'other', events: added() }] })),
    ).rejects.toThrow('wrote nothing to its own stream s');
    await expect(
      transact(kitOf(store), asked('c1'), async () => ({ writes: [{ stream: 's', events: [] }] })),
    ).rejects.toThrow('wrote nothing');
  });
});

describe('a race that is lost', () => {
  it('is run again from the start, on what is there now', async () => {
    let others = 2;
    const seen: number[] = [];
    const rival = { go: async (): Promise<unknown> => undefined };
    const { store } = storeOf(async () => {
      if (others > 0) {
        others -= 1;
        await rival.go();
      }
    });
    rival.go = () =>
      transact(
        kitOf({
          ...store,
          append: async (w) => {
            const left = others;
            others = 0;
            const done = await store.append(w);
            others = left;
            return done;
          },
        }),
        asked(`rival-${others}`),
        adds(),
      );
    const answer = await transact(kitOf(store), asked('c1'), async (load) => {
      seen.push((await load.load('s', counting)).state);
      return { writes: [{ stream: 's', events: added() }] };
    });
    expect(seen).toEqual([0, 1, 2]);
    expect(answer).toMatchObject({ revision: 2, repeated: false });
  });

  it('is not run for ever, and another error is not a race', async () => {
    let asks = 0;
    const { store } = storeOf();
    const never = { ...store, append: () => Promise.reject(new RevisionConflict('s', 0, 1)) };
    await expect(
      transact(kitOf(never), asked('c1'), async () => (asks++, { writes: [{ stream: 's', events: added() }] })),
    ).rejects.toThrow(RevisionConflict);
    expect(asks).toBe(256);
    await expect(
      transact(kitOf({ ...store, append: () => Promise.reject(new Error('disk full')) }), asked('c2'), adds()),
    ).rejects.toThrow('disk full');
  });

  it('against the same command is answered from the other’s event', async () => {
    const { store, log } = storeOf();
    const answers = await Promise.all([
      transact(kitOf(store), asked('c1'), adds()),
      transact(kitOf(store), asked('c1'), adds()),
    ]);
    expect(log).toHaveLength(1);
    expect(answers.map((a) => a.kind === 'accepted' && a.repeated).sort()).toEqual([false, true]);
  });
});

describe('several streams', () => {
  it('are written in one append, the command’s own last, so that a repeated command gets the same position', async () => {
    const { store, appends } = storeOf();
    const judge = async (): Promise<Verdict> => ({
      writes: [
        { stream: 's', events: added() },
        { stream: 'roll-a', events: added(2) },
        { stream: 'roll-b', events: added() },
      ],
    });
    const first = await transact(kitOf(store), asked('c1'), judge);
    expect(appends).toHaveLength(1);
    expect(appends[0]?.map(({ stream, expected }) => [stream, expected])).toEqual([
      ['roll-a', -1],
      ['roll-b', -1],
      ['s', -1],
    ]);
    expect(first).toMatchObject({ position: { order: 4 }, revision: 0, events: ['Added'] });
    expect(await transact(kitOf(store), asked('c1'), judge)).toEqual({ ...first, repeated: true });
  });

  it('are guarded each by its own revision: losing one loses all, and all are tried again', async () => {
    const { store, log } = storeOf();
    let tries = 0;
    const answer = await transact(kitOf(store), asked('c1'), async (load) => {
      await load.load('roll', counting);
      if (tries++ === 0)
        await transact(kitOf(store), asked('r1', 'roll'), async () => ({
          writes: [{ stream: 'roll', events: added() }],
        }));
      return {
        writes: [
          { stream: 's', events: added() },
          { stream: 'roll', events: added() },
        ],
      };
    });
    expect(tries).toBe(2);
    expect(answer).toMatchObject({ kind: 'accepted' });
    expect(log.map(({ stream, revision }) => `${stream}@${revision}`)).toEqual(['roll@0', 'roll@1', 's@0']);
  });
});

describe('what is remembered', () => {
  it('is only ever a prefix: the tail written by others is read each time', async () => {
    const { store } = storeOf();
    const memory = remembering();
    const states: number[] = [];
    const look = async (load: Parameters<Parameters<typeof transact>[2]>[0]): Promise<Verdict> => {
      states.push((await load.load('s', counting)).state);
      return { writes: [{ stream: 's', events: added() }] };
    };
    await transact(kitOf(store, memory), asked('c1'), look);
    await transact(kitOf(store), asked('c2'), adds(3));
    await transact(kitOf(store, memory), asked('c3'), look);
    expect(states).toEqual([0, 4]);
    expect(await transact(kitOf(store, memory), asked('c2'), adds())).toMatchObject({ repeated: true, revision: 3 });
  });

  it('may be forgotten or old at any moment without any difference', async () => {
    const { store } = storeOf();
    const memory = remembering();
    await transact(kitOf(store, memory), asked('c1'), async (load) => (await load.load('s', counting), adds()()));
    const old = new Map(memory.seen);
    await transact(kitOf(store, memory), asked('c2'), async (load) => (await load.load('s', counting), adds()()));
    for (const [stream, remembered] of old) memory.seen.set(stream, remembered);
    let state = -1;
    await transact(
      kitOf(store, memory),
      asked('c3'),
      async (load) => ((state = (await load.load('s', counting)).state), adds()()),
    );
    expect(state).toBe(2);
  });

  it('serves two ways of folding one stream', async () => {
    const { store } = storeOf();
    const memory = remembering();
    const types: Evolution<string> = { initial: '', evolve: (text, { type }) => `${text}${type[0]}` };
    await transact(kitOf(store, memory), asked('c1'), async (load) => (await load.load('s', counting), adds(2)()));
    let text = '';
    await transact(
      kitOf(store, memory),
      asked('c2'),
      async (load) => ((text = (await load.load('s', types)).state), adds()()),
    );
    expect(text).toBe('AA');
  });
});

it('a decision becomes a verdict on one stream', () => {
  const refused = { refused: { code: 'no', condition: 'x', have: 1, need: 2, who: 'cell' } };
  expect(verdictOn('s', refused)).toEqual(refused);
  expect(verdictOn('s', { events: [] })).toEqual({ writes: [{ stream: 's', events: [] }] });
  expect(verdictOn('s', { events: [] }, 'R2021')).toMatchObject({ procedure: 'R2021' });
});
