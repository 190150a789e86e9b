import { ABSENT } from '@dossier/kernel';
import { backoff } from '../../libs/adapters/events/kurrent/connection';
import { kurrentForEach, until, write } from './kurrent-for-each';

describe('the log in KurrentDB wakes those who watch', () => {
  const { serve, open } = kurrentForEach();

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
