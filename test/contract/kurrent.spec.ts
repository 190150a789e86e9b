import { status } from '@grpc/grpc-js';
import { ABSENT } from '@dossier/kernel';
import { startKurrentDouble } from '../support/kurrent-double';
import { texts } from './events.contract';
import { kurrentForEach, write } from './kurrent-for-each';

describe('the log in KurrentDB', () => {
  const { serve, open } = kurrentForEach();

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
});
