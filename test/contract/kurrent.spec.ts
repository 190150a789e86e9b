import { status } from '@grpc/grpc-js';
import { openKurrentEvents } from '@dossier/adapters';
import type { KurrentEventsOptions } from '@dossier/adapters';
import type { EventStore } from '@dossier/kernel';
import { ABSENT } from '@dossier/kernel';
import { backoff } from '../../libs/adapters/events/kurrent/connection';
import type { KurrentDouble, KurrentDoubleOptions } from '../support/kurrent-double';
import { DoubleLog, startKurrentDouble } from '../support/kurrent-double';
import { encoded, texts } from './events.contract';

const NEVER = 3_600_000;
const write = (stream: string, expected: number, ...events: string[]) => [
  { stream, expected, events: events.map(encoded) },
];

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('it did not come to be in 15 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('the log in KurrentDB', () => {
  const endings: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });

  async function serve(options: KurrentDoubleOptions = {}): Promise<KurrentDouble> {
    const double = await startKurrentDouble(options);
    endings.push(() => double.stop());
    return double;
  }

  async function open(double: KurrentDouble, options: Partial<KurrentEventsOptions> = {}): Promise<EventStore> {
    const times = { deadlineMs: 1000, patienceMs: 8000, wakeEveryMs: NEVER };
    const store = await openKurrentEvents({ url: double.url, ...times, ...options });
    endings.push(() => store.close());
    return store;
  }

  describe('is refused at the start, in one line without a password,', () => {
    const refused = (options: KurrentEventsOptions): Promise<unknown> =>
      openKurrentEvents({ deadlineMs: 200, patienceMs: 500, ...options }).then(
        () => 'opened',
        (error: unknown) => error,
      );

    it('where nobody answers', async () => {
      const double = await startKurrentDouble();
      await double.stop();
      const error = await refused({ url: double.url.replace('//', '//admin:s3cret@') });
      expect(error).toMatchObject({ name: 'StoreRefused', code: 'unreachable' });
      expect(String(error)).toContain(`127.0.0.1:${double.port}`);
      expect(String(error)).not.toContain('s3cret');
    });

    it.each(['unauthenticated', 'forbidden'] as const)('where the server finds the credentials %s', async (denied) => {
      const double = await serve();
      double.faults.deny = () => denied;
      const error = await refused({ url: double.url });
      expect(error).toMatchObject({ code: 'unsuitable', message: expect.stringContaining('credentials') });
    });

    it('where the server cannot append to several streams at once, with both versions', async () => {
      const { url } = await serve({ version: '24.10.4' });
      const error = await refused({ url });
      expect(error).toMatchObject({ code: 'unsuitable', message: expect.stringMatching(/24\.10\.4.*25\.1/u) });
    });

    it('where reads of a stream come without positions', async () => {
      const double = await serve();
      double.faults.hidePositions = () => true;
      expect(await refused({ url: double.url })).toMatchObject({ code: 'unsuitable' });
    });

    it.each([
      ['postgres://admin:s3cret@host/db'],
      ['kurrentdb://admin:s3cret@host:2113?throwOnAppendFailure=false'],
      ['kurrentdb://admin:s3cret@host:2113?tls'],
      ['kurrentdb://admin:s3cret@host:port'],
      ['kurrentdb://admin:s3cret@127.0.0.1:1?tlsCaFile=/nowhere/ca.pem'],
    ])('where the address is %s', async (url) => {
      const printed: unknown[] = [];
      const warn = jest.spyOn(console, 'warn').mockImplementation((...said) => void printed.push(...said));
      const error = await refused({ url });
      warn.mockRestore();
      expect(error).toMatchObject({ name: 'StoreRefused', code: 'unsuitable' });
      expect(`${String(error)} ${printed.join(' ')}`).not.toContain('s3cret');
    });

    it.each(['', 'no-dot', 'two.dots.', '$system.', 'installation.'])('where the prefix is %j', async (prefix) => {
      expect(await refused({ url: 'kurrentdb://localhost:1', prefix })).toMatchObject({ code: 'unsuitable' });
    });

    it('where somebody else has written the stream that says which store it is', async () => {
      const log = new DoubleLog();
      const data = new TextEncoder().encode('mine');
      const record = {
        id: 'd2719a2c-0000-4000-8000-000000000000',
        type: 'x',
        contentType: 'text',
        data,
        metadata: data,
      };
      log.write([{ stream: 'installation.dossier-engine.', expected: 'any', records: [record] }]);
      const { url } = await serve({ log });
      expect(await refused({ url })).toMatchObject({ code: 'foreign' });
    });
  });

  it('has one id for all who open it, also when they open it at once, and another under another prefix', async () => {
    const double = await serve();
    const stores = await Promise.all([open(double), open(double), open(double)]);
    expect(new Set(stores.map(({ id }) => id)).size).toBe(1);
    expect((await open(double, { prefix: 'other.' })).id).not.toBe(stores[0]?.id);
  });

  it('sees nothing of what others keep in the same server', async () => {
    const double = await serve();
    const [ours, theirs] = [await open(double), await open(double, { prefix: 'other.' })];
    await theirs.append(write('a', ABSENT, 'theirs'));
    await ours.append(write('a', ABSENT, 'ours'));
    expect(texts(await ours.readAll(0, 10))).toEqual(['ours']);
    expect(texts(await ours.readStream('a'))).toEqual(['ours']);
    expect(await ours.head()).toBe((await ours.readAll(0, 10)).at(-1)?.order);
  });

  it('gives each event of one append once, page by page, though they share a commit position', async () => {
    const store = await open(await serve());
    await store.append([...write('a', ABSENT, '1', '2', '3'), ...write('b', ABSENT, '4', '5')]);
    await store.append(write('a', 2, '6'));
    const seen: string[] = [];
    let at = 0;
    for (let page = await store.readAll(0, 1); page.length > 0; page = await store.readAll(at, 1)) {
      at = page.at(-1)?.order ?? 0;
      seen.push(...texts(page));
    }
    expect(seen).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('goes on past a page that holds only events it has, where one append is larger than a page', async () => {
    const store = await open(await serve());
    const many = Array.from({ length: 120 }, (_, i) => `${i}`);
    await store.append(write('a', ABSENT, ...many));
    const { order = 0 } = (await store.readStream('a', 100))[0] ?? {};
    expect(texts(await store.readAll(order, 2))).toEqual(['101', '102']);
  });

  it('tells a conflict by the stream and not by what the server says of it', async () => {
    const double = await serve();
    const store = await open(double);
    await store.append(write('a', ABSENT, '1', '2'));
    double.faults.lie = () => true;
    const both = [...write('b', ABSENT, 'x'), ...write('a', 0, 'y')];
    await expect(store.append(both)).rejects.toMatchObject({ stream: 'a', expected: 0, actual: 1 });
    await expect(store.append(write('a', 5, 'y'))).rejects.toMatchObject({ stream: 'a', expected: 5, actual: 1 });
  });

  it('lets one of two win that write the very same bytes', async () => {
    const store = await open(await serve());
    const rivals = await Promise.allSettled([1, 2].map(() => store.append(write('a', ABSENT, 'same'))));
    expect(rivals.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it.each(['25.1.0', '26.1.0'])('checks a stream beside a write on version %s', async (version) => {
    const store = await open(await serve({ version }));
    await store.append(write('a', ABSENT, '1'));
    const check = (expected: number) => ({ stream: 'a', expected, events: [] });
    await expect(store.append([check(5), ...write('b', ABSENT, 'x')])).rejects.toMatchObject({
      stream: 'a',
      actual: 0,
    });
    expect((await store.append([check(0), ...write('b', ABSENT, 'x')])).revisions).toEqual({ a: 0, b: 0 });
  });

  it.each(['break', 'silence'] as const)(
    'finds out what became of an append whose answer was lost (%s)',
    async (loss) => {
      const double = await serve();
      const store = await open(double);
      double.faults.loseAnswer = () => loss;
      expect((await store.append(write('a', ABSENT, '1', '2'))).revisions).toEqual({ a: 1 });
      expect((await store.append([...write('a', 1, '3'), ...write('b', ABSENT, '4')])).revisions).toEqual({
        a: 2,
        b: 0,
      });
      expect(texts(await store.readAll(0, 10))).toEqual(['1', '2', '3', '4']);
    },
  );

  it('tries again what did not come through, and says unavailable when patience ends', async () => {
    const double = await serve();
    const store = await open(double, { patienceMs: 1500 });
    const from = double.counts.appends;
    double.faults.unavailable = (n) => n < from + 2;
    expect((await store.append(write('a', ABSENT, '1'))).revisions).toEqual({ a: 0 });
    double.faults.unavailable = () => true;
    await expect(store.append(write('a', 0, '2'))).rejects.toMatchObject({ name: 'StoreUnavailable' });
    double.heal();
    expect((await store.append(write('a', 0, '3'))).revisions).toEqual({ a: 1 });
  }, 20_000);

  // A server whose disk is full ends, so that most callers meet a connection that broke; those whose call it was at work on
  // may be given any status that says it failed.
  it.each([
    ['unknown', status.UNKNOWN],
    ['resource exhausted', status.RESOURCE_EXHAUSTED],
    ['aborted', status.ABORTED],
  ])(
    'is unavailable while the server’s disk is full (%s), and goes on when it has room',
    async (_, failed) => {
      const double = await serve();
      const store = await open(double, { patienceMs: 500 });
      await store.append(write('a', ABSENT, '1'));
      double.faults.fails = () => failed;
      const error: unknown = await store.append(write('a', 0, '2')).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'StoreUnavailable' });
      expect(String(error)).not.toContain('No space');
      expect(texts(await store.readAll(0, 10))).toEqual(['1']);
      double.heal();
      expect((await store.append(write('a', 0, '3'))).revisions).toEqual({ a: 1 });
      expect(texts(await store.readAll(0, 10))).toEqual(['1', '3']);
    },
    20_000,
  );

  it('does not wait longer than its patience for a read that says nothing', async () => {
    const double = await serve();
    const store = await open(double, { patienceMs: 100 });
    double.faults.delayRead = () => Infinity;
    await expect(store.readAll(0, 10)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(store.readStream('a')).rejects.toMatchObject({ name: 'StoreUnavailable' });
  }, 20_000);

  it('never gives out a half of what it reads', async () => {
    const double = await serve();
    const store = await open(double);
    await store.append(write('a', ABSENT, '1', '2', '3'));
    const from = double.counts.reads;
    double.faults.cutRead = (n) => n < from + 2 && 1;
    expect(texts(await store.readStream('a'))).toEqual(['1', '2', '3']);
    expect(texts(await store.readAll(0, 10))).toEqual(['1', '2', '3']);
  }, 20_000);

  it('survives the end of the server and goes on with the next on the same data', async () => {
    const first = await startKurrentDouble();
    const store = await open(first, { patienceMs: 1000 });
    await store.append(write('a', ABSENT, '1'));
    await first.stop();
    await expect(store.append(write('a', 0, '2'))).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(store.readAll(0, 10)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await serve({ port: first.port, log: first.log });
    const appended = await store.append(write('a', 0, '3')).catch(() => store.append(write('a', 0, '3')));
    expect(appended.revisions).toEqual({ a: 1 });
    expect(texts(await store.readAll(0, 10))).toEqual(['1', '3']);
  }, 30_000);

  it('follows the leader that the server names', async () => {
    const leader = await serve();
    const former = await serve({ log: leader.log });
    const store = await open(former);
    former.faults.notLeader = () => ({ host: '127.0.0.1', port: leader.port });
    const before = leader.counts.appends;
    expect((await store.append(write('a', ABSENT, '1'))).revisions).toEqual({ a: 0 });
    expect(leader.counts.appends).toBe(before + 1);
  }, 20_000);

  it('asks the cluster anew where a former leader does not name the next', async () => {
    const leader = await serve();
    const former = await serve({ log: leader.log });
    former.faults.leads = () => former.port;
    leader.faults.leads = () => former.port;
    const store = await open(former, {
      url: `kurrentdb://127.0.0.1:${former.port},127.0.0.1:${leader.port}?tls=false`,
    });
    former.faults.notLeader = () => 'elsewhere';
    former.faults.leads = leader.faults.leads = () => leader.port;
    expect((await store.append(write('a', ABSENT, '1'))).revisions).toEqual({ a: 0 });
  }, 20_000);

  it('takes three hundred appends at once on a connection that has only begun', async () => {
    const store = await open(await serve(), { deadlineMs: 10_000 });
    const appends = Array.from({ length: 300 }, (_, i) => store.append(write(`s-${i}`, ABSENT, `${i}`)));
    expect(await Promise.all(appends)).toHaveLength(300);
    expect(await store.readAll(0, 1000)).toHaveLength(300);
  }, 60_000);

  describe('wakes those who watch', () => {
    it('after an append, whoever wrote it', async () => {
      const double = await serve();
      const [writer, reader] = [await open(double), await open(double)];
      let wakes = 0;
      reader.watch(() => (wakes += 1));
      await until(() => double.counts.subscribed === 1 && wakes > 0);
      const before = wakes;
      await writer.append(write('a', ABSENT, '1'));
      await until(() => wakes > before);
      expect(wakes).toBeGreaterThan(before);
    }, 20_000);

    it.each(['kill', 'end'] as const)(
      'again after the subscription was broken off (%s)',
      async (fault) => {
        const double = await serve();
        const store = await open(double);
        let wakes = 0;
        store.watch(() => (wakes += 1));
        await until(() => wakes > 0);
        double.faults.subscription = (n) => n === 0 && fault;
        await store.append(write('a', ABSENT, '1'));
        await until(() => double.counts.subscriptions === 2 && double.counts.subscribed === 1);
        const before = wakes;
        await store.append(write('a', 0, '2'));
        await until(() => wakes > before);
        expect(wakes).toBeGreaterThan(before);
      },
      20_000,
    );

    it('though one of them throws', async () => {
      const double = await serve();
      const store = await open(double);
      let wakes = 0;
      store.watch(() => {
        wakes += 1;
        throw new Error('not now');
      });
      await until(() => wakes > 0);
      await store.append(write('a', ABSENT, '1'));
      await until(() => wakes > 1);
      expect(double.counts.subscriptions).toBe(1);
    }, 20_000);

    it('now and then, though no subscription can be had', async () => {
      const double = await serve();
      const store = await open(double, { wakeEveryMs: 20 });
      double.faults.deny = () => 'forbidden';
      let wakes = 0;
      store.watch(() => (wakes += 1));
      await until(() => wakes > 3);
      expect(double.counts.subscribed).toBe(0);
    }, 20_000);

    it('by subscriptions that are tried ever more seldom while none can be had, and soon again after one was', async () => {
      const double = await serve();
      const store = await open(double);
      const tries: number[] = [];
      double.faults.deny = () => {
        tries.push(performance.now());
        return 'forbidden';
      };
      let wakes = 0;
      store.watch(() => (wakes += 1));
      await until(() => tries.length > 5);
      const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
      // Timers may come a moment early, and on a busy machine late: only what they must at least take is known.
      for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThan(20 * 2 ** index - 2);
      double.heal();
      await until(() => wakes > 0);
      const before = double.counts.subscriptions;
      double.faults.subscription = () => 'kill';
      await store.append(write('a', ABSENT, '1'));
      const broken = performance.now();
      await until(() => double.counts.subscriptions > before);
      expect(performance.now() - broken).toBeLessThan(500);
    }, 20_000);

    it('no more once the watch is stopped, and leaves no subscription behind', async () => {
      const double = await serve();
      const store = await open(double);
      let wakes = 0;
      const watch = store.watch(() => (wakes += 1));
      await until(() => wakes > 0);
      await watch.stop();
      const before = wakes;
      await store.append(write('a', ABSENT, '1'));
      await until(() => double.counts.subscribed === 0);
      expect(wakes).toBe(before);
    }, 20_000);
  });
});

describe('the waits between two tries', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['shortest', 0, [10, 20, 40, 80, 160, 320, 500, 500]],
    ['longest', 1, [20, 40, 80, 160, 320, 640, 1000, 1000]],
  ])('grow twofold to a bound, at their %s', (_, drawn, waits) => {
    jest.spyOn(Math, 'random').mockReturnValue(drawn);
    expect(waits.map((__, tries) => backoff(tries))).toEqual(waits);
    expect(backoff(10_000)).toBe(waits.at(-1));
  });
});

describe('where the client has no native part for the platform', () => {
  it('everything else loads, and the log in KurrentDB is refused', async () => {
    await jest.isolateModulesAsync(async () => {
      jest.doMock('@kurrent/kurrentdb-client', () => {
        throw new Error('Cannot find module index.node');
      });
      const adapters = await import('@dossier/adapters');
      expect(adapters.memoryEvents().id).toHaveLength(36);
      const opening = adapters.openKurrentEvents({ url: 'kurrentdb://localhost:1' });
      await expect(opening).rejects.toMatchObject({ code: 'unsuitable', message: expect.stringContaining('native') });
    });
    jest.dontMock('@kurrent/kurrentdb-client');
  });
});
